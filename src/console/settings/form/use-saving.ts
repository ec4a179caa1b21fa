import { useState } from "react";
import { textsOf } from "../../locales/text.ts";
import { toast } from "../../ui/toast.tsx";

interface Saving {
  /** Does what saves, and says that it is saved, or keeps why it was not. */
  save: (work: () => Promise<unknown>) => void;
  isBusy: boolean;
  error: Error | null;
  clear: () => void;
}

/** What a form that saves needs to know of it. */
export function useSaving(): Saving {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const save = (work: () => Promise<unknown>) => {
    setBusy(true);
    work()
      .then(() => {
        setError(null);
        toast({ title: textsOf("common")("actions.saved"), tone: "success" });
      }, setError)
      .finally(() => setBusy(false));
  };
  return { save, isBusy, error, clear: () => setError(null) };
}
