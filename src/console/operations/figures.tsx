import type { ReactNode } from "react";
import { locale, useText } from "../locales/text.ts";
import { type Operating, sumOf } from "./operating.ts";

/** The numbers that are looked at first. A dash where one could not be had. */
export function Figures({ operating }: { operating: Operating }) {
  const t = useText("operations");
  const { messages, outbound, sockets, health } = operating;
  const minutes = messages?.minutes;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-xl border border-line bg-line sm:grid-cols-3 xl:grid-cols-6">
      <Figure label={t("figure.health")} value={health && t(`health.${health.status}`)} note={health?.version} />
      <Figure
        label={t("figure.in")}
        value={number(minutes && sumOf(minutes, "messages_in"))}
        note={messages && t("today", { count: messages.today.messages_in })}
      />
      <Figure
        label={t("figure.out")}
        value={number(minutes && sumOf(minutes, "messages_out"))}
        note={messages && t("today", { count: messages.today.messages_out })}
      />
      <Figure label={t("figure.waiting")} value={number(outbound.waiting)} note={t("figure.waitingNote")} />
      <Figure
        label={t("figure.failed")}
        value={number(outbound.failed_last_24_hours)}
        note={messages && t("today", { count: messages.today.failed })}
      />
      <Figure
        label={t("figure.agents")}
        value={number(sockets?.agents)}
        note={sockets && t("figure.windows", { count: sockets.sockets })}
      />
    </dl>
  );
}

const number = (value: number | null | undefined): string | null =>
  value === null || value === undefined ? null : new Intl.NumberFormat(locale()).format(value);

const Figure = ({ label, value, note }: { label: string; value: ReactNode; note: ReactNode }) => (
  <div className="flex flex-col bg-surface px-4 py-3">
    <dt className="text-xs text-muted">{label}</dt>
    <dd className="mt-0.5 text-xl font-semibold tracking-tight tabular-nums">{value ?? "–"}</dd>
    <dd className="min-h-4 text-xs text-muted">{note}</dd>
  </div>
);
