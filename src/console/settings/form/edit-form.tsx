import { type FormEvent, type ReactNode, useEffect, useRef } from "react";
import { flushSync } from "react-dom";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { hasFaults } from "./faults.ts";
import { UnsavedGuard } from "./unsaved-guard.tsx";

interface EditFormProps {
  isDirty: boolean;
  isBusy: boolean;
  error: unknown;
  onSave: () => void;
  onReset: () => void;
  /** Of something that is added: its buttons stand there from the beginning. */
  isNew?: boolean;
  saveLabel?: string | undefined;
  resetLabel?: string;
  children: ReactNode;
}

/** A form whose buttons appear, at the end of what is seen, once something was changed. What is wrong gets the focus. */
export function EditForm({
  isDirty,
  isBusy,
  error,
  onSave,
  onReset,
  isNew,
  saveLabel,
  resetLabel,
  children,
}: EditFormProps) {
  const t = useText("common");
  const words = useText("settings");
  const form = useRef<HTMLFormElement>(null);
  const save = useRef(onSave);
  save.current = onSave;
  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // What is typed in a field that keeps it until it is left belongs to what is saved.
    const focused = document.activeElement;
    if (focused instanceof HTMLInputElement) {
      flushSync(() => focused.blur());
      focused.focus({ preventScroll: true });
    }
    save.current();
  };
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
      {children}
      {(isDirty || isNew || error != null) && (
        <div className="sticky bottom-3 z-10 flex animate-rise flex-wrap items-center justify-end gap-2 rounded-xl border border-line bg-raised px-4 py-3 shadow-floating">
          <div className="min-w-0 grow basis-56 text-sm text-muted">
            {error ? (
              hasFaults(error) ? (
                <p role="alert" className="font-medium text-danger-text">
                  {words("form.faults")}
                </p>
              ) : (
                <ProblemNote error={error} />
              )
            ) : (
              isDirty && !isNew && words("form.unsaved")
            )}
          </div>
          <Button onClick={onReset} disabled={isBusy}>
            {resetLabel ?? (isNew ? t("actions.cancel") : words("form.discard"))}
          </Button>
          <Button type="submit" tone="primary" isBusy={isBusy}>
            {saveLabel ?? t("actions.save")}
          </Button>
        </div>
      )}
      <UnsavedGuard isDirty={isDirty} />
    </form>
  );
}
