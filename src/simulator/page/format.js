const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const shortDate = new Intl.DateTimeFormat(undefined, { day: "2-digit", month: "2-digit", year: "2-digit" });

export const timeOf = (iso) => clock.format(new Date(iso));

const daysAgo = (iso) => {
  const start = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate());
  return Math.round((start(new Date()) - start(new Date(iso))) / 86_400_000);
};

/** The day of a message, as a divider says it. */
export function dayOf(iso) {
  const days = daysAgo(iso);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return date.format(new Date(iso));
}

/** When a chat's last message was, as briefly as a list needs it. */
export function whenOf(iso) {
  const days = daysAgo(iso);
  if (days === 0) return timeOf(iso);
  if (days === 1) return "Yesterday";
  return shortDate.format(new Date(iso));
}

export function initialsOf(name) {
  const words = name
    .replace(/[^\p{L}\p{N}\s]/gu, "")
    .split(/\s+/)
    .filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => (word ? [...word][0] : ""));
  return letters.join("").toUpperCase() || "#";
}

/** A colour for a person, always the same one. */
export const tintOf = (waId) => [...waId].reduce((hash, digit) => (hash * 31 + Number(digit)) % 9973, 7) % 6;

/** +62 812 3456 7890: the country's code, then groups of three and four. */
export function phoneOf({ wa_id, calling_code }) {
  const code = calling_code ?? "";
  const rest = wa_id.slice(code.length);
  const groups = [rest.slice(0, 3), ...(rest.slice(3).match(/.{4,5}$|.{1,4}(?=.{4,5}$|$)/g) ?? [])];
  return `+${[code, ...groups].filter(Boolean).join(" ")}`;
}

const TICKS = {
  pending: ["clock", "not delivered to the business yet"],
  sent: ["tick", "sent"],
  delivered: ["ticks", "delivered"],
  read: ["ticks", "read"],
  failed: ["alert", "not delivered"],
};

/** Icon, name of the look, and words for how a message of the customer fares. */
export function ticksOf({ status, trouble }) {
  const [name, words] =
    status === "pending" && trouble ? ["alert", TICKS.pending[1]] : (TICKS[status] ?? TICKS.pending);
  const look = name === "alert" ? "failed" : status;
  return { name, look, words };
}

/** A message in a few words, for lists, quotes and labels. */
export const gistOf = ({ text, revoked }) => (revoked ? "Deleted message" : text.slice(0, 300));
