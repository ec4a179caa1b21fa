import { useState } from "react";
import { same } from "./same.ts";

export interface Draft<T> {
  value: T;
  set: (changes: Partial<T>) => void;
  reset: () => void;
  isDirty: boolean;
}

/** What somebody is writing over what was saved. What they did not touch follows what is saved elsewhere. */
export function useDraft<T extends object>(saved: T): Draft<T> {
  const [changes, setChanges] = useState<Partial<T>>({});
  const value = { ...saved, ...changes };
  return {
    value,
    set: (more) => setChanges((before) => ({ ...before, ...more })),
    reset: () => setChanges({}),
    isDirty: !same(value, saved),
  };
}
