import { type Filters, type Place, wants } from "./matching.ts";

/** What of a subscription's settings is noted. */
type Noted = Filters & { url: string; enabled: boolean; created_at: string; updated_at: string };

/** What an object last knew of its settings: so it notices what was changed, also across a restart. */
export interface Known {
  url: string;
  isOff: boolean;
  filters: Filters;
  /** What was wanted before: each held for what happened before its end. Oldest first; null is nothing. */
  earlier: { until: string; filters: Filters | null }[];
}

const MOST_REMEMBERED = 20;

/** What is known once these settings were read; the same when nothing of it was changed. */
export function noted(known: Known | null, subscription: Noted): Known {
  const { url, types, outlet_ids, inbox_ids, enabled, created_at, updated_at } = subscription;
  const filters = { types, outlet_ids, inbox_ids };
  if (known === null) return { url, isOff: !enabled, filters, earlier: [{ until: created_at, filters: null }] };
  const isSame = JSON.stringify(known.filters) === JSON.stringify(filters);
  if (isSame && known.url === url && known.isOff === !enabled) return known;
  const earlier = isSame ? known.earlier : [...known.earlier, { until: updated_at, filters: known.filters }];
  const [first, ...others] = earlier;
  return { url, isOff: !enabled, filters, earlier: first ? [first, ...others.slice(-MOST_REMEMBERED)] : [] };
}

/**
 * Whether something is sent: it is wanted now, and was when it happened. Otherwise who wants more from today on would be
 * sent what lies behind. What is replayed need only be wanted now.
 */
export function isWanted(
  { filters, earlier }: Known,
  { type, at, place }: { type: string; at: string; place: Place },
  isReplayed: boolean,
): boolean {
  if (!wants(filters, type, place)) return false;
  const then = isReplayed ? undefined : earlier.find(({ until }) => at < until);
  return then === undefined || (then.filters !== null && wants(then.filters, type, place));
}
