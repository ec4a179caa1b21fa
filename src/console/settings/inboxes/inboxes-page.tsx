import { Inbox as InboxIcon } from "lucide-react";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Page } from "../../ui/page.tsx";
import { AddButton, List, RowLink } from "../form/list.tsx";
import { OneOf } from "../form/one-of.tsx";
import { NEW, type SectionProps, settingsPath } from "../form/paths.ts";
import { namesOf, useNames } from "../form/use-names.ts";
import { type Inbox, TONES, waitedFor } from "./inbox.ts";
import { InboxPage } from "./inbox-page.tsx";
import { NewInboxPage } from "./new-inbox-page.tsx";

/** The tenant's addresses: WhatsApp numbers, and what only stores. */
export function InboxesPage({ id }: SectionProps) {
  if (id === null) return <Inboxes />;
  if (id === NEW) return <NewInboxPage />;
  return <OneInbox key={id} id={id} />;
}

function OneInbox({ id }: { id: string }) {
  const inbox = useCall("getInbox", { params: { id } }, { refetchInterval: 15_000 });
  return (
    <OneOf query={inbox} item={inbox.data}>
      {(one) => <InboxPage inbox={one} />}
    </OneOf>
  );
}

function Inboxes() {
  const t = useText("channels");
  const inboxes = useCall("listInboxes", undefined, { refetchInterval: 30_000 });
  const { outlets } = useNames();
  const add = <AddButton href={settingsPath("inboxes", NEW)}>{t("add")}</AddButton>;
  return (
    <Page title={t("title")} lead={t("lead")} actions={add}>
      <List
        label={t("title")}
        query={inboxes}
        items={inboxes.data?.inboxes}
        keyOf={({ id }) => id}
        empty={{ icon: InboxIcon, title: t("none"), detail: t("noneDetail"), action: add }}
        row={(inbox) => (
          <>
            <RowLink
              href={settingsPath("inboxes", inbox.id)}
              title={inbox.name}
              detail={[
                inbox.channel.type === "whatsapp" ? inbox.channel.display_phone_number : t("storesOnly"),
                namesOf(outlets, [inbox.outlet_id]),
              ]
                .filter(Boolean)
                .join(" · ")}
            />
            <div className="flex flex-wrap justify-end gap-1.5">
              {inbox.channel.type === "whatsapp" && <WebhookBadge id={inbox.id} />}
              <HealthBadge inbox={inbox} />
            </div>
          </>
        )}
      />
    </Page>
  );
}

export function HealthBadge({ inbox }: { inbox: Inbox }) {
  const t = useText("channels");
  return <Badge tone={TONES[inbox.health.status]}>{t(`health.${inbox.health.status}`)}</Badge>;
}

/** Whether WhatsApp calls; nothing where it does. */
function WebhookBadge({ id }: { id: string }) {
  const t = useText("channels");
  const setup = useCall("getInbox", { params: { id } }).data?.setup;
  const waited = setup ? waitedFor(setup) : "nothing";
  return waited === "nothing" ? null : <Badge tone="warning">{t(`waiting.${waited}`)}</Badge>;
}
