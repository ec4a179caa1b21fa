import { Inbox, MessageCircle, SearchX } from "lucide-react";
import { Link } from "wouter";
import { SETTINGS_STALE_MS } from "../../api/people.ts";
import { useCall } from "../../api/use-call.ts";
import { useIsAdmin } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import type { ListAddress } from "./address.ts";

/** Where no conversation is: what would be here, and how it comes. */
export function NothingListed({
  address,
  isFirstRun,
  onGo,
}: {
  address: ListAddress;
  isFirstRun: boolean;
  onGo: (next: ListAddress) => void;
}) {
  const t = useText("list");
  const isAdmin = useIsAdmin();
  const inboxes = useCall("listInboxes", undefined, { staleTime: SETTINGS_STALE_MS }).data?.inboxes;
  const hasNumber = inboxes?.some(({ channel }) => channel.type === "whatsapp") ?? true;
  if (isFirstRun)
    return (
      <Empty
        icon={MessageCircle}
        title={t("empty.first.title")}
        detail={t("empty.first.detail")}
        action={
          isAdmin &&
          !hasNumber && (
            <Link
              href="/settings/inboxes"
              className="rounded-lg px-2 py-1 text-sm font-medium text-accent-text underline underline-offset-4"
            >
              {t("empty.first.action")}
            </Link>
          )
        }
      />
    );
  if (Object.keys(address.filters).length > 0)
    return (
      <Empty
        icon={SearchX}
        title={t("empty.filtered")}
        action={<Button onClick={() => onGo({ ...address, filters: {} })}>{t("filters.clear")}</Button>}
      />
    );
  return <Empty icon={Inbox} title={t("empty.title")} detail={t(`empty.${address.view}`)} />;
}
