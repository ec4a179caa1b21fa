import { BellRing } from "lucide-react";
import { Link } from "wouter";
import type { Answer } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Time } from "../../ui/time.tsx";
import { settingsPath } from "../form/paths.ts";
import { takeNote, useSeen } from "./notices-seen.ts";

type Notice = Answer<"listNotices">["notices"][number];

const EVERY_MS = 60_000;
const MOST = 200;
/** So many are said in words; of the others how many they are. */
const MOST_SHOWN = 3;

/** What the tenant was told of its settings and nobody here has taken note of, the latest first. */
function useNotices(): Notice[] {
  const after = useSeen();
  const { data } = useCall("listNotices", { query: { after, limit: MOST } }, { refetchInterval: EVERY_MS });
  return [...(data?.notices ?? [])].reverse();
}

/** How many there are, beside the way to them. */
export function NoticeCount() {
  const t = useText("developers");
  const { length } = useNotices();
  if (length === 0) return null;
  return (
    <Badge tone="danger">
      <span aria-hidden>{length}</span>
      <span className="sr-only">{t("notices.count", { count: length })}</span>
    </Badge>
  );
}

/** At the head of what is for developers: what they should know, until they say that they do. */
export function Notices() {
  const t = useText("developers");
  const notices = useNotices();
  const [latest] = notices;
  if (!latest) return null;
  const more = notices.length - MOST_SHOWN;
  return (
    <div
      role="status"
      className="flex flex-wrap items-start gap-3 rounded-xl bg-warning-soft px-4 py-3 text-sm text-warning-text"
    >
      <BellRing aria-hidden className="mt-0.5 size-5 shrink-0" />
      <ul className="flex min-w-0 grow basis-64 flex-col gap-1.5">
        {notices.slice(0, MOST_SHOWN).map((notice) => (
          <li key={notice.seq}>
            <NoticeWords notice={notice} />
          </li>
        ))}
        {more > 0 && <li>{t("notices.more", { count: more })}</li>}
      </ul>
      <Button size="small" onClick={() => takeNote(latest.seq)}>
        {t("notices.dismiss")}
      </Button>
    </div>
  );
}

function NoticeWords({ notice: { type, data, at } }: { notice: Notice }) {
  const t = useText("developers");
  const { subscription_id: id, url, reason } = data;
  if (type !== "subscription.disabled" || typeof id !== "string")
    return (
      <>
        <code>{type}</code> · <Time at={at} />
      </>
    );
  return (
    <>
      <Link href={settingsPath("subscriptions", id)} className="words font-medium underline underline-offset-2">
        {t("notices.disabled", { url: `${url}` })}
      </Link>
      <span className="words block text-xs">
        {`${reason}`} · <Time at={at} />
      </span>
    </>
  );
}
