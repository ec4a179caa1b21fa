import { folded } from "../lib/folding.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { meant, plain, withDigits } from "../lib/words.ts";
import type { Answer } from "../protocol/flow.ts";
import { dayIn, readDate } from "./dates.ts";
import type { Said } from "./execution.ts";

type Of<Kind extends Answer["kind"]> = Extract<Answer, { kind: Kind }>;

/** Where and when an answer is read. `labels` are those of a choice as the customer saw them. */
export interface Reading {
  node: string;
  at: number;
  time_zone: string;
  labels: string[];
}

/** Said of an answer that was understood and does not fit, in words; null of one that was not understood. */
type Misfit = string | null;

/** What an answer is kept as. */
export function readAnswer(answer: Answer, said: Said, reading: Reading): Result<unknown, Misfit> {
  switch (answer.kind) {
    case "text":
      return readText(answer, said);
    case "choice":
      return readChoice(answer, said, reading);
    case "number":
      return readNumber(answer, said);
    case "date":
      return readDay(answer, said, reading);
    case "email":
      return readEmail(said);
    case "location":
      return readLocation(said);
  }
}

/** What people write or press; a picture's or a sticker's fallback text is no answer. */
const TEXTUAL = new Set(["text", "button", "button_reply", "list_reply"]);
const textOf = ({ message_type, content }: Said): string => (TEXTUAL.has(message_type) ? content.trim() : "");

function readText({ min_length, max_length }: Of<"text">, said: Said): Result<string, Misfit> {
  const text = textOf(said);
  const { length } = [...text];
  if (text === "") return err(null);
  if (length < min_length) return err(`That is too short: at least ${min_length} characters, please.`);
  return length > max_length ? err(`That is too long: at most ${max_length} characters, please.`) : ok(text);
}

/** The id of an option as its button bears it: one of another question must not answer this one. */
export const optionId = (node: string, option: string): string => `${node}.${option}`;

function readChoice({ options }: Of<"choice">, said: Said, { node, labels }: Reading): Result<string, Misfit> {
  const { message_type, payload } = said;
  if (message_type === "button_reply" || message_type === "list_reply") {
    const pressed = options.find(({ id }) => optionId(node, id) === payload.id);
    return pressed ? ok(pressed.id) : err(null);
  }
  const text = textOf(said);
  const spelled = options.map(({ id }, index) => [labels[index] ?? "", id]);
  const found = named(spelled, text) ?? countedIn(labels, text) ?? numbered(text);
  const option = found === null ? undefined : options[found];
  return option ? ok(option.id) : err(null);
}

/** From how it is written, of a label such as 👍 too, to the words alone. */
const READINGS = [(text: string) => text.trim(), (text: string) => folded(text).trim(), meant, plain];

/** Which option is named; null of none, or of several. Who writes a sign means it. */
function named(spelled: readonly string[][], text: string): number | null {
  const isPlain = plain(text) === meant(text);
  for (const read of isPlain ? READINGS : READINGS.slice(0, -1)) {
    const wanted = read(text);
    const fits = (names: string[]) => wanted !== "" && names.some((name) => read(name) === wanted);
    const first = spelled.findIndex(fits);
    if (first >= 0) return spelled.findLastIndex(fits) === first ? first : null;
  }
  return null;
}

/** Of "2 people" and "3 people" who writes 3 means the latter, not the third. */
function countedIn(labels: readonly string[], text: string): number | null {
  const wanted = withDigits(plain(text));
  const fits = (label: string) => withDigits(plain(label)).split(" ").includes(wanted);
  const first = labels.findIndex(fits);
  const isOne = first >= 0 && labels.findLastIndex(fits) === first;
  return isOne && /^\d+$/.test(wanted) ? first : null;
}

function numbered(text: string): number | null {
  const [, digits] = /^(?:no |number |option )?(\d{1,2})$/.exec(withDigits(plain(text))) ?? [];
  return digits === undefined || /^\s*[-−]/.test(text) ? null : Number(digits) - 1;
}

function readNumber({ min, max, integer }: Of<"number">, said: Said): Result<number, Misfit> {
  const found = withDigits(textOf(said)).match(/[-−]?\d+(?:[.,]\d+|[' ]\d{3}(?!\d))*/g) ?? [];
  if (found.length !== 1) return err(null);
  const value = numberOf((found[0] ?? "").replace("−", "-").replace(/[' ]/g, ""));
  if (!Number.isFinite(value)) return err(null);
  if (integer && !Number.isInteger(value)) return err("Please answer with a whole number.");
  const isBelow = min !== undefined && value < min;
  const isAbove = max !== undefined && value > max;
  return isBelow || isAbove ? err(bounds(min, max)) : ok(value);
}

function bounds(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `Please answer with a number up to ${max}.`;
  return max === undefined
    ? `Please answer with a number from ${min}.`
    : `Please answer with a number from ${min} to ${max}.`;
}

/** 1,500.25 and 1.500,25 are the same; a single mark before three digits parts thousands, unless a zero leads: 0.125. */
function numberOf(text: string): number {
  const marks = text.match(/[.,]/g) ?? [];
  const last = marks.at(-1);
  if (last === undefined) return Number(text);
  const isMixed = new Set(marks).size === 2;
  const partsThousands = isMixed ? false : marks.length > 1 || /^-?[1-9]\d{0,2}[.,]\d{3}$/.test(text);
  if (partsThousands) return /^-?\d{1,3}([.,]\d{3})+$/.test(text) ? Number(text.replace(/[.,]/g, "")) : Number.NaN;
  const [whole = "", ...rest] = text.split(last);
  return rest.length > 1 ? Number.NaN : Number(`${whole.replace(/[.,]/g, "")}.${rest[0]}`);
}

function readDay(
  { earliest, latest, order }: Of<"date">,
  said: Said,
  { at, time_zone }: Reading,
): Result<string, Misfit> {
  const today = dayIn(time_zone, at);
  const day = readDate(textOf(said), today, order);
  if (day === null) return err(null);
  const limit = (one: string | undefined) => (one === "today" ? today : one);
  const [first, last] = [limit(earliest), limit(latest)];
  if (first !== undefined && day < first) return err(`That is ${day}: it cannot be before ${first}.`);
  return last !== undefined && day > last ? err(`That is ${day}: it cannot be after ${last}.`) : ok(day);
}

/** Of an address with what may stand around it: its name and its host have 64 and 255 characters at most (RFC 5321). */
const LONGEST_WORD = 400;

function readEmail(said: Said): Result<string, Misfit> {
  const words = textOf(said)
    .replace(/^mailto:/i, "")
    .split(/\s+/);
  const addresses = words
    .filter((word) => word.length <= LONGEST_WORD)
    .map((word) => word.replace(/^[<("']+|[>)"',;.!?]+$/g, ""))
    .filter((word) => word.includes("@"));
  const [name = "", host = "", ...more] = (addresses[0] ?? "").split("@");
  const isOne = addresses.length === 1 && more.length === 0;
  const isSound = /^[^\s@]{1,64}$/.test(name) && /^(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,63}$/u.test(host);
  return isOne && isSound ? ok(`${name}@${host.toLowerCase()}`) : err(null);
}

function readLocation({ message_type, payload }: Said): Result<Record<string, unknown>, Misfit> {
  const { latitude, longitude, name = null, address = null } = payload;
  const isPlace = message_type === "location" && [latitude, longitude].every((one) => Number.isFinite(Number(one)));
  return isPlace ? ok({ latitude: Number(latitude), longitude: Number(longitude), name, address }) : err(null);
}
