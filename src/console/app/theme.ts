import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";

const KEPT = "console:theme";
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

const kept = (): Theme => {
  const theme = localStorage.getItem(KEPT);
  return theme === "light" || theme === "dark" ? theme : "system";
};

function show(): void {
  const theme = kept();
  document.documentElement.dataset.theme = theme === "system" ? (dark.matches ? "dark" : "light") : theme;
}

/** Shows the theme that was chosen in this browser, and follows the system's where none was. */
export function startTheme(): void {
  show();
  dark.addEventListener("change", show);
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEPT, theme);
  show();
  for (const listener of listeners) listener();
}

export const useTheme = (): Theme =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, kept);
