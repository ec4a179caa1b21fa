import { type Fields, list, word } from "./fields.ts";

/** A call, or what became of it, in words. */
export function callWords(payload: Fields): string {
  const event = eventOf(payload) ?? "connect";
  if (event === "connect")
    return payload.direction === "BUSINESS_INITIATED" ? "📞 Voice call to the customer" : "📞 Voice call";
  if (event !== "terminate") return `📞 Voice call: ${event.replace(/^call_/, "").replaceAll("_", " ")}`;
  const details = [statusOf(payload), durationWords(payload.duration)].filter((part) => part !== null);
  return details.length === 0 ? "📞 Voice call ended" : `📞 Voice call ended (${details.join(", ")})`;
}

/** What happened to a call, in lower case: an event (`connect`, `terminate`, …), or a status (`ringing`, …). */
export function eventOf({ event, status }: Fields): string | null {
  const name = word(event)?.toLowerCase() ?? null;
  if (name === null || name === "call_status") return statusOf({ status });
  return name.replace(/^call_(connect|terminate)$/, "$1");
}

/** Meta writes a call's status as a word, or as a list of one. */
const statusOf = ({ status }: Fields): string | null =>
  word(Array.isArray(status) ? list(status)[0] : status)?.toLowerCase() ?? null;

/** A duration in seconds in words: `1 min 42 s`. */
function durationWords(duration: unknown): string | null {
  const seconds = Math.round(Number(word(duration) ?? Number.NaN));
  if (!(seconds >= 0)) return null;
  const parts: [number, string][] = [
    [Math.floor(seconds / 3600), "h"],
    [Math.floor(seconds / 60) % 60, "min"],
    [seconds % 60, "s"],
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return told.length === 0 ? "0 s" : told.join(" ");
}
