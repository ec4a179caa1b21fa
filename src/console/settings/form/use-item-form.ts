import { useLocation } from "wouter";
import { settingsPath } from "./paths.ts";
import { leaveFreely } from "./unsaved-guard.tsx";
import { type Draft, useDraft } from "./use-draft.ts";
import { useSaving } from "./use-saving.ts";

interface ItemFormGiven<T> {
  /** As it is saved, or as something new begins. */
  saved: T;
  isNew: boolean;
  /** Where its list is. */
  section: string;
  /** Saves it. @returns the id of something new whose page is to be shown; the list is shown without */
  save: (value: T) => Promise<string | undefined>;
}

interface ItemForm<T> extends Draft<T> {
  error: Error | null;
  /** For the `EditForm`. */
  form: {
    isDirty: boolean;
    isBusy: boolean;
    isNew: boolean;
    error: Error | null;
    onSave: () => void;
    onReset: () => void;
  };
  /** Goes to the list. */
  leave: () => void;
}

/** The form of one thing of a list, or of a new one. */
export function useItemForm<T extends object>({ saved, isNew, section, save }: ItemFormGiven<T>): ItemForm<T> {
  const [, navigate] = useLocation();
  const draft = useDraft(saved);
  const { save: doSave, isBusy, error, clear } = useSaving();
  const goTo = (id?: string) => leaveFreely(() => navigate(settingsPath(section, id)));
  const onSave = () =>
    doSave(async () => {
      const id = await save(draft.value);
      if (isNew) goTo(id);
      else draft.reset();
    });
  const onReset = () => {
    draft.reset();
    clear();
    if (isNew) goTo();
  };
  const form = { isDirty: draft.isDirty, isBusy, isNew, error, onSave, onReset };
  return { ...draft, error, form, leave: () => goTo() };
}
