import {
  AlarmClock,
  BellRing,
  Hourglass,
  type LucideIcon,
  MessageCircle,
  MessageCircleOff,
  Trash2,
} from "lucide-react";
import type { ReactNode } from "react";
import { SETTINGS_STALE_MS } from "../../api/people.ts";
import type { Conversation } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { dateTimeOf, spanOf, useNow } from "../../ui/time.tsx";
import { momentOf } from "../handling/moment.ts";
import { type Timer, timersOf } from "./timer-facts.ts";

/** The last of the window is worth a warning. */
const LATE_MS = 2 * 3_600_000;

/** What happens by itself, and when. */
export function Timers({ conversation }: { conversation: Conversation }) {
  const t = useText("panel");
  const isHurried = conversation.ticket?.offered_to != null;
  const now = useNow(isHurried ? 1000 : 30_000);
  const tenant = useCall("getTenant", undefined, { staleTime: SETTINGS_STALE_MS });
  const timers = timersOf(conversation, tenant.data?.policies, now);
  if (timers.length === 0) return <p className="text-sm text-muted">{t("timers.none")}</p>;
  return (
    <ul className="space-y-3">
      {timers.map((timer) => (
        <TimerRow key={timer.is} timer={timer} now={now} />
      ))}
    </ul>
  );
}

function TimerRow({ timer, now }: { timer: Timer; now: number }) {
  const t = useText("panel");
  const left = (at: number): string => spanOf(Math.max(0, at - now));
  switch (timer.is) {
    case "window": {
      const isLate = timer.until - now < LATE_MS;
      return (
        <Line
          icon={MessageCircle}
          title={t("timers.window", { span: left(timer.until) })}
          detail={t("timers.windowDetail")}
          at={timer.until}
          isLate={isLate}
        >
          <div
            role="progressbar"
            aria-label={t("timers.windowLabel")}
            aria-valuenow={Math.round(timer.part * 100)}
            aria-valuetext={left(timer.until)}
            className="mt-1.5 h-1.5 overflow-hidden rounded-full bg-hover"
          >
            <div
              className={classes("h-full rounded-full", isLate ? "bg-warning-text" : "bg-accent")}
              style={{ width: `${timer.part * 100}%` }}
            />
          </div>
        </Line>
      );
    }
    case "windowOver":
      return (
        <Line
          icon={MessageCircleOff}
          title={t("timers.windowOver")}
          detail={t(timer.since === null ? "timers.windowNeverDetail" : "timers.windowOverDetail")}
          isLate
        />
      );
    case "wakes":
      return (
        <Line
          icon={AlarmClock}
          title={t("timers.wakes", { at: momentOf(timer.at, now) })}
          detail={t("timers.wakesDetail")}
          at={timer.at}
        />
      );
    case "aside":
      return <Line icon={AlarmClock} title={t("timers.aside")} detail={t("timers.asideDetail")} />;
    case "closes":
      return (
        <Line
          icon={Hourglass}
          title={timer.at > now ? t("timers.closes", { span: left(timer.at) }) : t("timers.closesNow")}
          detail={
            timer.warns !== null && timer.warns > now
              ? t("timers.warns", { span: left(timer.warns) })
              : t("timers.closesDetail")
          }
          at={timer.at}
        />
      );
    case "offered":
      return <Line icon={BellRing} title={t("timers.offered", { span: left(timer.until) })} at={timer.until} />;
    case "purged":
      return (
        <Line
          icon={Trash2}
          title={timer.at > now ? t("timers.purged", { at: momentOf(timer.at, now) }) : t("timers.purgedNow")}
          at={timer.at}
        />
      );
  }
}

interface LineProps {
  icon: LucideIcon;
  title: string;
  detail?: string;
  at?: number;
  isLate?: boolean;
  children?: ReactNode;
}

const Line = ({ icon: Icon, title, detail, at, isLate = false, children }: LineProps) => (
  <li className="flex gap-2.5 text-sm" {...(at === undefined ? {} : { title: dateTimeOf(at) })}>
    <Icon aria-hidden className={classes("mt-0.5 size-4 shrink-0", isLate ? "text-warning-text" : "text-muted")} />
    <div className="min-w-0 grow">
      <p className={isLate ? "font-medium text-warning-text" : "font-medium"}>{title}</p>
      {detail && <p className="text-xs text-muted">{detail}</p>}
      {children}
    </div>
  </li>
);
