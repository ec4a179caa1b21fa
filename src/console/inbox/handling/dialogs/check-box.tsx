import { Check } from "lucide-react";
import { classes } from "../../../ui/classes.ts";

/** A box that shows whether an item of a list is chosen; the item says it. */
export const CheckBox = ({ isChecked }: { isChecked: boolean }) => (
  <span
    aria-hidden
    className={classes(
      "grid size-[1.15rem] shrink-0 place-items-center rounded border",
      isChecked ? "border-accent bg-accent" : "border-edge bg-surface",
    )}
  >
    {isChecked && <Check className="size-3.5 text-on-accent" strokeWidth={3} />}
  </span>
);
