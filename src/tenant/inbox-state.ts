import type { Inbox, InboxState } from "./configuration.ts";
import type { HealthReport, InboxUpdate } from "./port.ts";

/** The state of an inbox of which nothing was said yet. */
export const UNTOLD: InboxState = {
  quality: null,
  messaging_limit: null,
  phone_numbers_limit: null,
  name: null,
  account: null,
  account_review: null,
  security: null,
  as_of: {},
};

type Fields = Record<string, unknown>;
type Said = Partial<Omit<InboxState, "as_of">>;

const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const words = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value.slice(0, 500) : null;

/** What an update says of the inbox's state (Meta, "Webhooks", per field); nothing where it is of another kind. */
const SAYS: { [field: string]: (value: Fields, at: string) => Said } = {
  phone_number_quality_update: (value) => ({
    ...(QUALITIES[words(value.event) ?? ""] ?? {}),
    ...limit(value.max_daily_conversations_per_business ?? value.current_limit),
  }),
  business_capability_update: (value) => ({
    ...limit(value.max_daily_conversations_per_business ?? value.max_daily_conversation_per_phone),
    ...(typeof value.max_phone_numbers_per_waba === "number" && {
      phone_numbers_limit: value.max_phone_numbers_per_waba,
    }),
  }),
  phone_number_name_update: (value) => {
    const decision = words(value.decision);
    const [requested_name, rejection_reason] = [words(value.requested_verified_name), words(value.rejection_reason)];
    return decision === null ? {} : { name: { decision, requested_name, rejection_reason } };
  },
  account_review_update: (value) => ({ account_review: words(value.decision) }),
  account_update: (value, at) => {
    const event = words(value.event);
    return event === null || accountOf(value) === null ? {} : { account: { event, detail: detailOf(value), at } };
  },
  security: (value) => ({ security: words(value.event) }),
};

const QUALITIES: { [event: string]: Said } = { FLAGGED: { quality: "flagged" }, UNFLAGGED: { quality: "unflagged" } };

/** The updates by which WhatsApp's list of templates became another. */
const CHANGES_TEMPLATES = /^(message_template_|template_)/;

/** After trouble with the account it is tried again so soon: not every trouble keeps messages from being sent. */
const PROBE_MS = 60_000;

/** An inbox after an update: its state, what to think of its health, whether its templates are others now. */
export function afterUpdate(
  inbox: Inbox,
  update: InboxUpdate,
  now: number,
): { state: InboxState; health: HealthReport | null; hasOtherTemplates: boolean } {
  const value = fields(update.value);
  const hasOtherTemplates = CHANGES_TEMPLATES.test(update.field);
  const at = update.at ?? new Date(now).toISOString();
  const said = isAbout(inbox, update) ? SAYS[update.field]?.(value, at) : undefined;
  const news = Object.entries(said ?? {}).filter(([aspect]) => (inbox.state.as_of[aspect] ?? "") <= at);
  if (news.length === 0) return { state: inbox.state, health: null, hasOtherTemplates };
  const as_of = { ...inbox.state.as_of, ...Object.fromEntries(news.map(([aspect]) => [aspect, at])) };
  const state = { ...inbox.state, ...Object.fromEntries(news), as_of };
  const health = news.some(([aspect]) => aspect === "account") ? healthOf(value, now) : null;
  return { state, health, hasOtherTemplates };
}

/** Whether an id may be a business account's: the test button of Meta's dashboard sends `0`. */
export const isAccountId = (id: string): boolean => /^\d{5,32}$/.test(id);

/** The business account that an update comes from; a partner's events name another thing in its place. */
export function wabaOf({ field, value, waba_id }: InboxUpdate): string | null {
  const event = words(fields(value).event) ?? "";
  const isOfPartner = field === "partner_solutions" || (field === "account_update" && event.startsWith("PARTNER_"));
  const id = isOfPartner ? words(fields(fields(value).waba_info).waba_id) : waba_id;
  return id !== null && isAccountId(id) ? id : null;
}

/** Whether an update is of one number only, by the id of which it came here. */
export const namesItsNumber = ({ value }: InboxUpdate): boolean =>
  words(fields(fields(value).metadata).phone_number_id) !== null;

/** An update may say which number it is about, and another number of the same account is not this inbox. */
export function isAbout({ channel }: Inbox, { value }: InboxUpdate): boolean {
  const { display_phone_number, phone_number } = fields(value);
  const named = words(display_phone_number) ?? words(phone_number);
  if (named === null || channel.type !== "whatsapp") return true;
  return endOf(named) === endOf(channel.display_phone_number);
}

/** How a number is shown is the business's own words: with or without its country code, spaces and signs. */
const endOf = (number: string): string => number.replace(/\D/g, "").slice(-7);

/** A tier such as TIER_10K, or so many. */
function limit(value: unknown): Said {
  if (typeof value === "number") return { messaging_limit: value < 0 ? "unlimited" : value };
  const tier = /^TIER_(?:(UNLIMITED)|(\d+)(K?))$/.exec(words(value) ?? "");
  if (tier === null) return {};
  return { messaging_limit: tier[1] ? "unlimited" : Number(tier[2]) * (tier[3] ? 1000 : 1) };
}

/** Account events that say whether messages can be sent; true means they can. Others say nothing of it. */
const ACCOUNT_EVENTS: { [event: string]: boolean } = {
  ACCOUNT_DELETED: false,
  ACCOUNT_OFFBOARDED: false,
  ACCOUNT_RESTRICTION: false,
  ACCOUNT_VIOLATION: false,
  ACCOUNT_RECONNECTED: true,
  RECONNECTED: true,
  REINSTATE: true,
};

/** Whether an account update says that messages can be sent, or cannot; null where it is about something else. */
function accountOf(value: Fields): boolean | null {
  if (value.event === "DISABLED_UPDATE") return banOf(value).includes("REINSTATE");
  return ACCOUNT_EVENTS[words(value.event) ?? ""] ?? null;
}

const banOf = (value: Fields): unknown[] => list(fields(value.ban_info).waba_ban_state);

/** What an account update says beside its event, in WhatsApp's words. */
function detailOf(value: Fields): string | null {
  const restrictions = list(value.restriction_info).map((one) => fields(one).restriction_type);
  const { violation_type, remediation } = fields(value.violation_info);
  const { waba_ban_date } = fields(value.ban_info);
  const { reason } = fields(value.disconnection_info);
  const said = [...banOf(value), waba_ban_date, ...restrictions, violation_type, remediation, reason].map(words);
  const detail = said.filter((one) => one !== null).join(", ");
  return detail === "" ? null : detail.slice(0, 500);
}

function healthOf(value: Fields, now: number): HealthReport {
  if (accountOf(value)) return { status: "healthy", code: null, reason: null, retry_at: null };
  const detail = detailOf(value);
  const reason = `WhatsApp says of the account: ${words(value.event)}${detail === null ? "" : ` (${detail})`}`;
  return { status: "unhealthy", code: null, reason, retry_at: new Date(now + PROBE_MS).toISOString() };
}
