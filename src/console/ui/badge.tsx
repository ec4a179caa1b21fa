import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export type BadgeTone = "neutral" | "accent" | "warning" | "danger" | "success" | "info";

const TONES: Record<BadgeTone, string> = {
  neutral: "bg-hover text-muted",
  accent: "bg-accent-soft text-accent-text",
  warning: "bg-warning-soft text-warning-text",
  danger: "bg-danger-soft text-danger-text",
  success: "bg-success-soft text-success-text",
  info: "bg-info-soft text-info-text",
};

/** A word about something. */
export const Badge = ({
  tone = "neutral",
  className,
  children,
}: {
  tone?: BadgeTone;
  className?: string;
  children: ReactNode;
}) => (
  <span
    className={classes(
      "inline-flex max-w-full items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium",
      TONES[tone],
      className,
    )}
  >
    {children}
  </span>
);
