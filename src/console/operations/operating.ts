import type { Answer } from "../api/types.ts";

export type Operating = Answer<"getOperations">;
export type Minute = NonNullable<Operating["messages"]>["minutes"][number];

/** What an operator should look at. `danger`: something does not work; `warning`: something waits for somebody. */
export interface Concern {
  id:
    | "unhealthy"
    | "held"
    | "paced"
    | "following"
    | "failing"
    | "disabled"
    | "list_behind"
    | "failed"
    | "dead"
    | "quarantine"
    | "missing";
  tone: "danger" | "warning";
  /** How many of it there are. */
  count: number;
  /** Where it is seen to; null where this page itself says more. */
  href: string | null;
}

/** The list is told within a second: with more than this behind, something is wrong with it. */
const LAG_TO_WORRY = 100;
/** A few messages always fail, to numbers that are not on WhatsApp. */
const FAILED_TO_WORRY = 10;
const FAILED_SHARE_TO_WORRY = 0.05;

/** What is wrong, the worst first. Nothing where all is well. */
export function concernsOf(document: Operating): Concern[] {
  const { health, desk, following, outbound, deliveries, dead_letters, quarantine, missing } = document;
  const held = outbound.held ?? [];
  const standing = (state: "failing" | "disabled") =>
    deliveries.subscriptions.filter((one) => one.standing?.state === state);
  const of = (status: string) => held.filter((one) => one.status === status);
  // What somebody switched off while it worked is nobody's concern.
  const byItself = standing("disabled").filter((one) => one.standing?.failing_since != null);
  const all: (Concern | null)[] = [
    concern("unhealthy", "danger", health?.status === "unhealthy" ? 1 : 0, null),
    concern("held", "danger", of("unhealthy").length, inboxOf(of("unhealthy"))),
    concern("following", "danger", following?.failing_since ? 1 : 0, null),
    concern("failing", "danger", standing("failing").length, subscriptionOf(standing("failing"))),
    concern("paced", "warning", of("paced").length, inboxOf(of("paced"))),
    concern("disabled", "warning", byItself.length, subscriptionOf(byItself)),
    concern("list_behind", "warning", desk && desk.lag > LAG_TO_WORRY && !desk.rebuilding ? desk.lag : 0, null),
    concern("failed", "warning", failedTooMany(document), null),
    concern("dead", "warning", dead_letters.count, "/settings/dead-letters"),
    concern("quarantine", "warning", quarantine?.count ?? 0, "/settings/quarantine"),
    concern("missing", "warning", missing.length, null),
  ];
  return all.filter((one) => one !== null);
}

const concern = (id: Concern["id"], tone: Concern["tone"], count: number, href: string | null): Concern | null =>
  count === 0 ? null : { id, tone, count, href };

const inboxOf = ([first, ...others]: { inbox_id: string }[]): string =>
  first && others.length === 0 ? `/settings/inboxes/${first.inbox_id}` : "/settings/inboxes";

const subscriptionOf = ([first, ...others]: { id: string }[]): string =>
  first && others.length === 0 ? `/settings/subscriptions/${first.id}` : "/settings/subscriptions";

function failedTooMany({ messages, outbound }: Operating): number {
  const failed = outbound.failed_last_24_hours ?? 0;
  const sent = messages?.today.messages_out ?? 0;
  return failed >= FAILED_TO_WORRY && failed > sent * FAILED_SHARE_TO_WORRY ? failed : 0;
}

/** What all minutes have together. */
export const sumOf = (minutes: readonly Minute[], what: "messages_in" | "messages_out" | "failed"): number =>
  minutes.reduce((sum, minute) => sum + minute[what], 0);

/** The top of an axis: the smallest of 1, 2, 4, 5 × 10ⁿ that is not below, so that its half is told well. */
export function topOf(highest: number): number {
  if (highest <= 2) return 2;
  const power = 10 ** Math.floor(Math.log10(highest));
  const factor = [1, 2, 4, 5, 10].find((one) => one * power >= highest) ?? 10;
  return factor * power;
}

/** Why a part is not there; null where it was had. */
export const missingOf = ({ missing }: Operating, part: string): Operating["missing"][number] | null =>
  missing.find((one) => one.part === part || one.part.startsWith(`${part}.`)) ?? null;
