import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "../../../ui/classes.ts";

interface NoticeProps {
  icon: LucideIcon;
  tone?: "plain" | "info" | "warning";
  /** Buttons, at its end. */
  actions?: ReactNode;
  children: ReactNode;
}

const TONES = {
  plain: "text-muted",
  info: "rounded-lg bg-info-soft text-info-text",
  warning: "rounded-lg bg-warning-soft text-warning-text",
};

/** A word to who writes, above what they write. */
export const Notice = ({ icon: Icon, tone = "plain", actions, children }: NoticeProps) => (
  <div
    className={classes(
      "flex flex-wrap items-center gap-x-2 gap-y-1.5 px-2.5 text-xs",
      tone === "plain" ? "py-0.5" : "py-1.5",
      TONES[tone],
    )}
  >
    <Icon aria-hidden className="size-3.5 shrink-0" />
    <p className="min-w-0 grow basis-40">{children}</p>
    {actions}
  </div>
);
