import { classes } from "./classes.ts";

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const NAMES: Record<string, string> = {
  $mod: isApple ? "⌘" : "Ctrl",
  Shift: isApple ? "⇧" : "Shift",
  Alt: isApple ? "⌥" : "Alt",
  Enter: "↵",
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

const nameOf = (key: string): string => NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);

/** Keys as they stand on the keyboard: `$mod+k`, `g i`. */
export function Keys({ keys, isInverse }: { keys: string; isInverse?: boolean }) {
  const names = keys.split(/[+ ]/).map(nameOf);
  return (
    <span className="inline-flex gap-0.5">
      {names.map((name) => (
        <kbd
          key={name}
          className={classes(
            "inline-flex h-[1.15rem] min-w-[1.15rem] items-center justify-center rounded border px-1 font-sans text-2xs",
            isInverse ? "border-faint" : "border-line bg-sunken text-muted",
          )}
        >
          {name}
        </kbd>
      ))}
    </span>
  );
}
