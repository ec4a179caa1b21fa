import { useSyncExternalStore } from "react";
import { later } from "./later.tsx";
import { wordsOf } from "./problem.tsx";

export interface Shown {
  id: number;
  title: string;
  detail?: string;
  tone?: "success" | "danger" | "info";
  /** What it is about: only the latest of the same is shown, since what an earlier one offers may fit no more. */
  about?: string;
  /** Such as undo. */
  action?: { label: string; run: () => void };
  /** In milliseconds; 6 seconds unless said. */
  duration?: number;
}

const MOST = 4;
let shown: Shown[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Says something for a few seconds, at the edge of the page. @returns how to take it away */
export function toast(one: Omit<Shown, "id">): () => void {
  const id = ++last;
  const others = shown.filter(({ about }) => about === undefined || about !== one.about);
  change([...others, { id, ...one }].slice(-MOST));
  return () => takeToast(id);
}

/** Takes a toast away. */
export const takeToast = (id: number): void => change(shown.filter((other) => other.id !== id));

/** Says why something failed. For `onError` of what has no place of its own to say it. */
export const toastProblem = (error: unknown): void =>
  void toast({ title: wordsOf(error), tone: "danger", duration: 10_000 });

const onChange = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** All that are shown now. */
export const useToasts = (): Shown[] => useSyncExternalStore(onChange, () => shown);

const Toasts = later(() => import("./toasts.tsx").then(({ Toasts }) => Toasts));

/** Where toasts appear. What shows them is loaded with the first. */
export function Toaster() {
  return useToasts().length > 0 && <Toasts />;
}
