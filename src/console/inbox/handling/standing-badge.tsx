import {
  AlarmClock,
  BellRing,
  Bot,
  CircleCheck,
  CircleDashed,
  Clock,
  type LucideIcon,
  User,
  Workflow,
} from "lucide-react";
import type { People } from "../../api/people.ts";
import { useText } from "../../locales/text.ts";
import { Badge, type BadgeTone } from "../../ui/badge.tsx";
import { dateTimeOf, spanOf, useNow } from "../../ui/time.tsx";
import { momentOf } from "./moment.ts";
import type { Standing } from "./standing.ts";

const LOOKS: Record<Standing["is"], { icon: LucideIcon; tone: BadgeTone }> = {
  resolved: { icon: CircleCheck, tone: "neutral" },
  expired: { icon: CircleCheck, tone: "neutral" },
  snoozed: { icon: AlarmClock, tone: "info" },
  offered: { icon: Clock, tone: "warning" },
  offeredToMe: { icon: BellRing, tone: "accent" },
  waiting: { icon: Clock, tone: "warning" },
  mine: { icon: User, tone: "accent" },
  agent: { icon: User, tone: "neutral" },
  ai: { icon: Bot, tone: "info" },
  flow: { icon: Workflow, tone: "info" },
  nobody: { icon: CircleDashed, tone: "neutral" },
};

/** Who has the word, in a word. */
export function StandingBadge({ standing, nameOf }: { standing: Standing; nameOf: People["nameOf"] }) {
  const t = useText("work");
  const now = useNow();
  const { icon: Icon, tone } = LOOKS[standing.is];
  const words = (): string => {
    switch (standing.is) {
      case "snoozed":
        return standing.until === null
          ? t("standing.aside")
          : t("standing.snoozed", { until: momentOf(standing.until, now) });
      case "offered":
        return t("standing.offered", { name: nameOf(standing.agentId) ?? t("standing.somebody") });
      case "waiting":
        return standing.since === null
          ? t("standing.waiting")
          : t("standing.waitingFor", { span: spanOf(now - Date.parse(standing.since)) });
      case "agent":
        return nameOf(standing.agentId) ?? t("standing.somebody");
      default:
        return t(`standing.${standing.is}`);
    }
  };
  const at =
    standing.is === "resolved" || standing.is === "expired" ? standing.at : "since" in standing ? standing.since : null;
  return (
    <span className="inline-flex max-w-full shrink-0" {...(at ? { title: dateTimeOf(at) } : {})}>
      <Badge tone={tone}>
        <Icon aria-hidden className="size-3 shrink-0" />
        <span className="truncate">{words()}</span>
      </Badge>
    </span>
  );
}
