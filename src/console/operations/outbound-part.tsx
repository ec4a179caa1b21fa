import { CircleCheck } from "lucide-react";
import { Link } from "wouter";
import { useText } from "../locales/text.ts";
import { Badge } from "../ui/badge.tsx";
import { Time } from "../ui/time.tsx";
import type { Operating } from "./operating.ts";
import { Missing, Part } from "./part.tsx";

type Held = NonNullable<Operating["outbound"]["held"]>[number];

/** Inboxes that cannot send now, why, and the way to each. */
export function OutboundPart({ operating }: { operating: Operating }) {
  const t = useText("operations");
  const { held } = operating.outbound;
  return (
    <Part title={t("part.outbound")}>
      {held === null && <Missing operating={operating} part="outbound" />}
      {held?.length === 0 && (
        <p className="flex items-center gap-2 text-sm text-muted">
          <CircleCheck aria-hidden className="size-4 shrink-0 text-success-text" />
          {t("held.none")}
        </p>
      )}
      <ul className="flex flex-col gap-3 empty:hidden">
        {held?.map((one) => (
          <li key={one.inbox_id}>
            <HeldInbox held={one} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function HeldInbox({ held: { inbox_id, name, status, code, reason, since, retry_at, threads } }: { held: Held }) {
  const t = useText("operations");
  const why = [reason, code === null ? null : t("held.code", { code })].filter(Boolean).join(" · ");
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-center gap-2">
        <Link
          href={`/settings/inboxes/${inbox_id}`}
          className="words inline-flex min-h-6 min-w-0 grow items-center font-medium text-accent-text hover:underline"
        >
          {name}
        </Link>
        <Badge tone={status === "unhealthy" ? "danger" : "warning"}>{t(`held.status.${status}`)}</Badge>
      </p>
      {why && <p className="words text-muted">{why}</p>}
      <p className="text-xs text-muted">
        {t(threads.has_more ? "held.threadsMore" : "held.threads", { count: threads.count })} · {t("held.since")}{" "}
        <Time at={since} />
        {retry_at && (
          <>
            {" · "}
            {t("held.retry")} <Time at={retry_at} />
          </>
        )}
      </p>
    </div>
  );
}
