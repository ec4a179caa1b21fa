import { ChevronDown, ChevronsUp, ChevronUp, Equal, type LucideIcon, Minus } from "lucide-react";
import type { Conversation } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";

type Priority = Conversation["priority"];

/** The most pressing first; null is none. */
export const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low", null];

const LOOKS: Record<NonNullable<Priority> | "none", { icon: LucideIcon; colour: string }> = {
  urgent: { icon: ChevronsUp, colour: "text-danger-text" },
  high: { icon: ChevronUp, colour: "text-warning-text" },
  normal: { icon: Equal, colour: "text-muted" },
  low: { icon: ChevronDown, colour: "text-info-text" },
  none: { icon: Minus, colour: "text-faint" },
};

/** How pressing it is, as a sign; words stand beside it. */
export function PriorityIcon({ priority, className }: { priority: Priority; className?: string }) {
  const { icon: Icon, colour } = LOOKS[priority ?? "none"];
  return <Icon aria-hidden strokeWidth={2.5} className={classes("size-4 shrink-0", colour, className)} />;
}

/** The same where it stands alone; nothing where nobody said so. */
export function PriorityMark({ priority }: { priority: Priority }) {
  const t = useText("work");
  if (priority === null) return null;
  const label = `${t("action.priority")}: ${t(`priority.${priority}`)}`;
  return (
    <span role="img" aria-label={label} title={label} className="shrink-0">
      <PriorityIcon priority={priority} />
    </span>
  );
}
