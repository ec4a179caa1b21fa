import { type ReactNode, useId } from "react";
import { classes } from "../../ui/classes.ts";

interface ChoiceFieldProps<T extends string> {
  label: string;
  hint?: ReactNode;
  value: T;
  onChange: (value: T) => void;
  options: { value: T; label: string; hint?: string; disabled?: boolean }[];
}

/** One of a few, each with what it means. */
export function ChoiceField<T extends string>({ label, hint, value, onChange, options }: ChoiceFieldProps<T>) {
  const id = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={hint ? `${id}-hint` : undefined}>
      <legend className="mb-1 text-sm font-medium">{label}</legend>
      {hint && (
        <p id={`${id}-hint`} className="-mt-1 text-xs text-muted">
          {hint}
        </p>
      )}
      <div className="grid gap-2 sm:grid-cols-[repeat(auto-fit,minmax(11rem,1fr))]">
        {options.map((option) => {
          const isChosen = option.value === value;
          return (
            <label
              key={option.value}
              className={classes(
                "flex cursor-pointer items-start gap-2.5 rounded-lg border px-3 py-2.5 text-sm transition-colors has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus has-disabled:cursor-not-allowed has-disabled:opacity-55",
                isChosen ? "border-accent bg-selected" : "border-edge hover:bg-hover",
              )}
            >
              <input
                type="radio"
                name={id}
                value={option.value}
                checked={isChosen}
                disabled={option.disabled}
                onChange={() => onChange(option.value)}
                className="mt-0.5 size-4 shrink-0 accent-accent outline-none"
              />
              <span className="min-w-0">
                <span className="block font-medium">{option.label}</span>
                {option.hint && <span className="block text-xs text-muted">{option.hint}</span>}
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
