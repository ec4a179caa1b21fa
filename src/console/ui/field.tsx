import { type ComponentProps, type ReactNode, useId } from "react";
import { classes } from "./classes.ts";

export const CONTROL =
  "w-full min-w-0 rounded-lg border border-edge bg-surface px-3 text-sm text-text transition-colors disabled:cursor-not-allowed disabled:bg-sunken disabled:text-muted aria-invalid:border-danger";

/** What a control in a `Field` takes on: how it is named and described. */
interface Described {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
}

interface FieldProps {
  label: string;
  /** What to write, below it. */
  hint?: ReactNode;
  /** What is wrong with it. */
  error?: string | null | undefined;
  isOptional?: boolean;
  className?: string;
  children: (described: Described) => ReactNode;
}

/** A control with its label, its hint, and what is wrong with it. */
export function Field({ label, hint, error, className, children }: FieldProps) {
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className={classes("flex min-w-0 flex-col gap-1", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="text-xs font-medium text-danger-text">
          {error}
        </p>
      )}
    </div>
  );
}

type Shared = Omit<FieldProps, "children">;
const split = ({ label, hint, error, className, ...rest }: Shared) => ({
  field: { label, hint, error, className },
  rest,
});
const present = (field: { [key: string]: unknown }) =>
  Object.fromEntries(Object.entries(field).filter(([, value]) => value !== undefined)) as unknown as Shared;

export function TextField(props: Shared & Omit<ComponentProps<"input">, "children">) {
  const { field, rest } = split(props);
  return (
    <Field {...present(field)}>
      {(described) => <input {...rest} {...described} className={classes(CONTROL, "h-9")} />}
    </Field>
  );
}

export function TextArea(props: Shared & Omit<ComponentProps<"textarea">, "children">) {
  const { field, rest } = split(props);
  return (
    <Field {...present(field)}>
      {(described) => (
        <textarea rows={4} {...rest} {...described} className={classes(CONTROL, "py-2 leading-relaxed")} />
      )}
    </Field>
  );
}

/** The browser's own list of choices: it works everywhere, by every means. */
export function SelectField({ children, ...props }: Shared & ComponentProps<"select">) {
  const { field, rest } = split(props);
  return (
    <Field {...present(field)}>
      {(described) => (
        <select {...rest} {...described} className={classes(CONTROL, "h-9 pe-8")}>
          {children}
        </select>
      )}
    </Field>
  );
}
