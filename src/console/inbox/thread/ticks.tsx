import { Check, CheckCheck, Clock, TriangleAlert } from "lucide-react";
import type { Message } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { dateTimeOf } from "../../ui/time.tsx";
import { Tip } from "../../ui/tip.tsx";

type Status = NonNullable<Message["status"]>;

const LOOKS: Partial<Record<Status, { icon: typeof Check; className: string }>> = {
  queued: { icon: Clock, className: "" },
  accepted: { icon: Check, className: "" },
  sent: { icon: Check, className: "" },
  delivered: { icon: CheckCheck, className: "" },
  read: { icon: CheckCheck, className: "text-read" },
  played: { icon: CheckCheck, className: "text-read" },
  failed: { icon: TriangleAlert, className: "text-danger-text" },
};

/** How far a message came, and when it came there. */
export function Ticks({ message }: { message: Message }) {
  const t = useText("thread");
  const { status, direction, status_times } = message;
  const look = direction === "out" && status !== null ? LOOKS[status] : undefined;
  if (look === undefined || status === null) return null;
  const at = status_times[status];
  const label = `${t(`status.${status}`)}${at ? ` · ${dateTimeOf(at)}` : ""}`;
  const Icon = look.icon;
  return (
    <Tip label={label}>
      <span role="img" aria-label={label} className={classes("inline-grid size-4 place-items-center", look.className)}>
        <Icon aria-hidden className="size-3.5" />
      </span>
    </Tip>
  );
}
