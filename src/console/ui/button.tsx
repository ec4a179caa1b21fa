import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { classes } from "./classes.ts";
import { Spinner } from "./spinner.tsx";
import { Tip } from "./tip.tsx";

type Tone = "primary" | "plain" | "quiet" | "danger";

const TONES: Record<Tone, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover",
  plain: "border border-edge bg-raised text-text hover:bg-hover",
  quiet: "text-text hover:bg-hover",
  danger: "bg-danger text-on-danger hover:opacity-90",
};

type ButtonProps = ComponentProps<"button"> & {
  tone?: Tone;
  size?: "small" | "normal";
  icon?: LucideIcon;
  /** Shows that it works on it, and takes no second click meanwhile. */
  isBusy?: boolean;
};

/** A button with words. */
export function Button({
  tone = "plain",
  size = "normal",
  icon: Icon,
  isBusy,
  className,
  children,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-busy={isBusy || undefined}
      disabled={rest.disabled || isBusy}
      className={classes(
        "inline-flex shrink-0 select-none items-center justify-center gap-1.5 rounded-lg font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-55",
        size === "small" ? "h-7 px-2.5 text-xs" : "h-9 px-3.5 text-sm",
        TONES[tone],
        className,
      )}
    >
      {isBusy ? <Spinner className="size-4" /> : Icon && <Icon aria-hidden className="size-4 shrink-0" />}
      {children}
    </button>
  );
}

type IconButtonProps = ComponentProps<"button"> & {
  icon: LucideIcon;
  /** What it does, for who cannot see the icon, and in its tip. */
  label: string;
  /** Shown beside the label in the tip. */
  keys?: string;
  size?: "small" | "normal";
  isPressed?: boolean;
};

/** A button that is an icon; its label is its tip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  size = "normal",
  isPressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tip label={label} {...(keys === undefined ? {} : { keys })}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-pressed={isPressed}
        className={classes(
          "inline-flex shrink-0 items-center justify-center rounded-lg text-muted transition-colors hover:bg-hover hover:text-text disabled:cursor-not-allowed disabled:opacity-50 aria-pressed:bg-selected aria-pressed:text-accent-text",
          size === "small" ? "size-7" : "size-9",
          className,
        )}
      >
        <Icon aria-hidden className={size === "small" ? "size-4" : "size-[1.15rem]"} />
      </button>
    </Tip>
  );
}
