import { Check } from "lucide-react";
import { classes } from "../../ui/classes.ts";

interface StepsProps {
  label: string;
  steps: string[];
  /** Its place, from 0. */
  current: number;
}

/** Where somebody is on a way of several steps. */
export const Steps = ({ label, steps, current }: StepsProps) => (
  <ol aria-label={label} className="flex flex-wrap gap-x-6 gap-y-2">
    {steps.map((step, index) => (
      <li
        key={step}
        aria-current={index === current ? "step" : undefined}
        className={classes("flex items-center gap-2 text-sm", index === current ? "font-medium" : "text-muted")}
      >
        <span
          aria-hidden
          className={classes(
            "grid size-6 shrink-0 place-items-center rounded-full text-xs font-semibold",
            index < current && "bg-accent-soft text-accent-text",
            index === current && "bg-accent text-on-accent",
            index > current && "border border-edge",
          )}
        >
          {index < current ? <Check className="size-3.5" strokeWidth={3} /> : index + 1}
        </span>
        {step}
      </li>
    ))}
  </ol>
);
