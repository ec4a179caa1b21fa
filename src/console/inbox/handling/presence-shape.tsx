import type { ReactNode } from "react";
import { classes } from "../../ui/classes.ts";

export type PresenceStatus = "online" | "busy" | "away" | "offline";

const COLOURS: Record<PresenceStatus, string> = {
  online: "text-success-text",
  busy: "text-danger-text",
  away: "text-warning-text",
  offline: "text-faint",
};

/** Told apart without colours: full, with a bar, a crescent, a ring. */
const SHAPES: Record<PresenceStatus, ReactNode> = {
  online: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  busy: <path fill="currentColor" fillRule="evenodd" d="M6 1a5 5 0 1 0 0 10A5 5 0 0 0 6 1ZM3.5 5.2h5v1.6h-5Z" />,
  away: <path fill="currentColor" d="M7.2 1.15A5 5 0 1 0 10.85 7.2 4 4 0 0 1 7.2 1.15Z" />,
  offline: <circle cx="6" cy="6" r="3.75" fill="none" stroke="currentColor" strokeWidth="2" />,
};

/** A dot that says whether somebody is there; without a label words stand beside it. */
export const PresenceShape = ({
  status,
  label,
  className,
}: {
  status: PresenceStatus;
  label?: string;
  className?: string;
}) => (
  <span
    {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label, title: label })}
    className={classes("inline-block size-3 shrink-0 rounded-full bg-surface p-px", COLOURS[status], className)}
  >
    <svg aria-hidden viewBox="0 0 12 12" className="block size-full">
      {SHAPES[status]}
    </svg>
  </span>
);
