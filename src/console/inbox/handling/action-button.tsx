import type { ComponentProps } from "react";
import { Button, IconButton } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Tip } from "../../ui/tip.tsx";
import type { OfferedAction } from "./use-offered-actions.ts";

const HINDERED = "aria-disabled:cursor-not-allowed aria-disabled:opacity-50";

interface Props {
  action: OfferedAction;
  tone?: ComponentProps<typeof Button>["tone"];
  className?: string;
}

const tipOf = ({ label, why }: OfferedAction): string => why ?? label;

/** An action with its name. One that cannot be done can still be asked why. */
export function ActionButton({ action, tone = "plain", className }: Props) {
  const { icon, label, keys, why, run } = action;
  return (
    <Tip label={tipOf(action)} {...(keys === undefined ? {} : { keys })}>
      <Button
        icon={icon}
        tone={tone}
        onClick={run}
        aria-disabled={why !== null || undefined}
        className={classes(HINDERED, "h-8 px-3", className)}
      >
        {label}
      </Button>
    </Tip>
  );
}

/** An action as its icon. */
export const ActionIcon = ({ action, className }: Omit<Props, "tone">) => (
  <IconButton
    icon={action.icon}
    label={action.why === null ? action.label : `${action.label}: ${action.why}`}
    {...(action.keys === undefined ? {} : { keys: action.keys })}
    onClick={action.run}
    aria-disabled={action.why !== null || undefined}
    className={classes(HINDERED, className)}
  />
);
