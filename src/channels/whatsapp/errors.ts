import type { Verdict } from "../../domain/commands.ts";
import type { MessageError } from "../../domain/message.ts";
import { parseJson } from "../../lib/json.ts";
import { type Remedy, remedyOf } from "./error-codes.ts";
import { type Fields, fields, identifier, list, parseError } from "./fields.ts";

/** What an answer of the Graph API, its HTTP status and its text, means for the message of this try (1, 2, 3…). */
export function verdictOn(status: number, text: string, tries: number): Verdict {
  const answer = parse(text);
  const id = identifier(fields(list(answer.messages)[0]).id);
  if (status < 300 && id !== null)
    return { outcome: "accepted", channel_message_id: id, wa_id: identifier(fields(list(answer.contacts)[0]).wa_id) };
  if (answer.error === undefined || answer.error === null) return wordlessVerdict(status, tries);
  const said = parseError(answer.error);
  const remedy = said.code === null ? null : remedyOf(codeMeant(said.code, answer.error));
  const error = withAdvice(said, remedy);
  if (remedy === null || remedy.class === "give_up")
    return { outcome: fields(answer.error).is_transient === true ? "unknown" : "refused", error };
  return verdictBy(remedy, error, tries);
}

/** How long an inbox that somebody must mend is left alone before one message is tried again. */
const HELD_MS = 5 * 60_000;

function verdictBy(remedy: Remedy, error: MessageError, tries: number): Verdict {
  switch (remedy.class) {
    case "retry":
    case "pace_number":
      return { outcome: "try_later", error, delay_ms: doubled(remedy.first_delay_ms, tries) };
    case "pace_recipient":
      return { outcome: "try_later", error, delay_ms: quadrupled(tries) };
    case "uncertain":
      return { outcome: "unknown", error };
    case "stop_inbox":
      return { outcome: "held", error, delay_ms: HELD_MS };
    case "template":
    case "wait":
    case "give_up":
      return { outcome: "refused", error };
  }
}

/** An answer that says nothing we understand: a proxy's page, or half of one. */
function wordlessVerdict(status: number, tries: number): Verdict {
  const error: MessageError = { code: null, title: `WhatsApp answered ${status}`, detail: null };
  if (status === 429) return { outcome: "try_later", error, delay_ms: quadrupled(tries) };
  if (status === 401 || status === 403) return { outcome: "held", error, delay_ms: HELD_MS };
  return { outcome: status >= 400 && status < 500 ? "refused" : "unknown", error };
}

/** A number that the token does not know is named by its subcode: of itself the code is that of any bad parameter. */
export function codeMeant(code: number, error: unknown): number {
  const { error_subcode } = fields(error);
  return code === 100 && error_subcode === 33 ? 33 : code;
}

/** Meta's advice for a pair of numbers that was too quick: 4^tries seconds. */
const quadrupled = (tries: number): number => 4 ** Math.min(tries, 5) * 1000;

const LONGEST_DELAY_MS = 30 * 60_000;

const doubled = (first: number, tries: number): number =>
  Math.min(first * 2 ** (tries - 1), Math.max(first, LONGEST_DELAY_MS));

/** An error in the channel's words, with what to do about it where the channel does not say more than its title. */
export const advised = (error: MessageError): MessageError =>
  withAdvice(error, error.code === null ? null : remedyOf(error.code));

function withAdvice(error: MessageError, remedy: Remedy | null): MessageError {
  const saysMore = error.detail !== null && error.detail !== error.title;
  return remedy === null || saysMore ? error : { ...error, detail: remedy.advice };
}

/** What an error says of the whole inbox. `paced`: it passes by itself, after `retry_after_ms`. */
export interface Trouble {
  status: "unhealthy" | "paced";
  code: number | null;
  reason: string;
  retry_after_ms: number;
}

/** The trouble of an inbox that an error tells of, in an answer or in a status; null where it is only the message's. */
export function healthOf(error: MessageError): Trouble | null {
  const remedy = error.code === null ? null : remedyOf(error.code);
  if (remedy === null) return null;
  const trouble = { code: error.code, reason: wordsOf(error) };
  if (remedy.class === "stop_inbox") return { ...trouble, status: "unhealthy", retry_after_ms: HELD_MS };
  const pause = remedy.class === "pace_number" ? remedy.first_delay_ms : remedy.pauses_inbox_ms;
  return pause === null ? null : { ...trouble, status: "paced", retry_after_ms: pause };
}

/** The same of an attempt. How often one message was put off says nothing of how long the whole inbox must pause. */
export function troubleOf(verdict: Verdict): Trouble | null {
  if (verdict.outcome === "accepted") return null;
  const { outcome, error } = verdict;
  if (outcome === "held")
    return { status: "unhealthy", code: error.code, reason: wordsOf(error), retry_after_ms: verdict.delay_ms };
  return healthOf(error);
}

const wordsOf = ({ title, detail }: MessageError): string =>
  detail === null || detail === title ? title : `${title}: ${detail}`;

/** An answer of the Graph API as an object; an empty one where it is none. */
export function parse(text: string): Fields {
  const parsed = parseJson(new TextEncoder().encode(text));
  return parsed.ok ? fields(parsed.value) : {};
}
