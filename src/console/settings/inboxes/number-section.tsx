import type { ReactNode } from "react";
import { useText } from "../../locales/text.ts";
import { Section } from "../../ui/page.tsx";
import type { InboxDetail } from "./inbox.ts";

/** What WhatsApp last said of the number and its account. */
export function NumberSection({ inbox }: { inbox: InboxDetail }) {
  const t = useText("channels");
  const { channel, state, setup } = inbox;
  if (channel.type !== "whatsapp") return null;
  const number = setup?.check?.number ?? null;
  const limit = state.messaging_limit ?? number?.messaging_limit ?? null;
  const facts: [string, ReactNode][] = [
    [t("form.display_phone_number"), number?.display_phone_number ?? channel.display_phone_number],
    [t("form.phone_number_id"), channel.phone_number_id],
    [t("form.waba_id"), channel.waba_id],
    [t("number.name"), number?.verified_name ?? state.name?.requested_name],
    [t("number.status"), number?.status],
    [
      t("number.quality"),
      state.quality === "flagged" ? t("number.flagged") : (number?.quality_rating ?? state.quality),
    ],
    [
      t("number.limit"),
      limit === null ? null : limit === "unlimited" ? t("number.unlimited") : t("number.people", { count: limit }),
    ],
    [t("number.account"), state.account && [state.account.event, state.account.detail].filter(Boolean).join(": ")],
    [t("number.review"), state.account_review],
    [t("number.security"), state.security],
  ];
  return (
    <Section title={t("number.title")} lead={t("number.lead")}>
      <dl className="grid gap-x-6 gap-y-3 text-sm sm:grid-cols-2">
        {facts
          .filter(([, value]) => value !== null && value !== undefined && value !== "")
          .map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-xs text-muted">{name}</dt>
              <dd className="words">{value}</dd>
            </div>
          ))}
      </dl>
    </Section>
  );
}
