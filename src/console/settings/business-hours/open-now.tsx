import { isOpenAt, nextOpening } from "../../../domain/business-hours.ts";
import { locale, useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { useNow } from "../../ui/time.tsx";
import type { BusinessHours } from "./hours.ts";

/** Whether people are there now, and when they are next. */
export function OpenNow({ hours }: { hours: BusinessHours | null }) {
  const t = useText("settings");
  const now = useNow();
  if (hours === null) return <Badge>{t("hours.always")}</Badge>;
  if (!isTimeZone(hours.time_zone)) return null;
  if (isOpenAt(hours, now)) return <Badge tone="success">{t("hours.openNow")}</Badge>;
  const next = nextOpening(hours, now);
  if (next === null) return <Badge tone="warning">{t("hours.neverOpen")}</Badge>;
  const at = new Intl.DateTimeFormat(locale(), {
    ...{ weekday: "short", hour: "numeric", minute: "2-digit", timeZone: hours.time_zone },
    ...(next - now > 6 * 86_400_000 ? ({ day: "numeric", month: "short" } as const) : {}),
  }).format(next);
  return <Badge tone="neutral">{t("hours.opens", { at })}</Badge>;
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return name !== "";
  } catch {
    return false;
  }
}
