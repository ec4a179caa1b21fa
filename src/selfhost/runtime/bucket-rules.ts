import type { Facts, Refusal, Span } from "./bucket-answer.ts";
import type { Conditions, Etag, Metadata, WantedRange } from "./bucket-request.ts";

// The platform's limits: what is too large there is too large here.
const MAX_KEY_BYTES = 1024;
const MAX_METADATA_BYTES = 8192;
const MIN_PART_BYTES = 5 * 1024 * 1024;

const bytes = (text: string): number => new TextEncoder().encode(text).byteLength;

export const isKey = (key: string): boolean => key !== "" && bytes(key) <= MAX_KEY_BYTES;

export const isSmallEnough = ({ customFields = [] }: Metadata): boolean =>
  customFields.reduce((size, { k, v }) => size + bytes(k) + bytes(v), 0) <= MAX_METADATA_BYTES;

/** Whether the conditions hold for an object, or for its absence; by RFC 9110, section 13.2.2. */
export function holds(conditions: Conditions, facts: Pick<Facts, "etag" | "uploaded"> | null): boolean {
  const { etagMatches, etagDoesNotMatch, uploadedBefore, uploadedAfter, secondsGranularity } = conditions;
  if (facts === null) return etagMatches === undefined && uploadedAfter === undefined;
  const moment = (time: number | string) => (secondsGranularity ? Math.floor(Number(time) / 1000) : Number(time));
  const uploaded = moment(facts.uploaded);
  // A condition on the etag takes the place of the one on the time that says the same less exactly.
  if (etagMatches !== undefined) {
    if (!etagMatches.some((etag) => etag.type !== "weak" && isEtag(etag, facts.etag))) return false;
  } else if (uploadedBefore !== undefined && uploaded >= moment(uploadedBefore)) return false;
  if (etagDoesNotMatch !== undefined) return !etagDoesNotMatch.some((etag) => isEtag(etag, facts.etag));
  return uploadedAfter === undefined || uploaded > moment(uploadedAfter);
}

const isEtag = ({ type, value }: Etag, etag: string): boolean => type === "wildcard" || value === etag;

/** The bytes that are wanted of an object of that size; null when it has none of them. */
export function rangeOf({ range, rangeHeader }: WantedRange, size: number): Span | null {
  const wanted = rangeHeader === undefined ? range : fromHeader(rangeHeader);
  if (wanted === undefined) return { offset: 0, length: size };
  const suffix = wanted.suffix === undefined ? undefined : Math.min(Number(wanted.suffix), size);
  const offset = suffix === undefined ? Number(wanted.offset ?? 0) : size - suffix;
  const length = Math.min(Number(wanted.length ?? size), size - offset);
  return length > 0 ? { offset, length } : null;
}

/** A header that asks for several ranges, or that cannot be read, asks for the whole (RFC 9110, section 14.2). */
function fromHeader(header: string): WantedRange["range"] {
  const [, first = "", last = ""] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header) ?? [];
  if (first === "") return last === "" ? undefined : { suffix: last };
  if (last === "") return { offset: first };
  return Number(last) < Number(first) ? undefined : { offset: first, length: Number(last) - Number(first) + 1 };
}

/** Whether the sizes of an upload's parts, in their order, are as the platform wants them: equal but for the last. */
export function partsFault(sizes: number[]): Refusal | null {
  const [first = 0] = sizes;
  const all = sizes.slice(0, -1);
  if (all.some((size) => size < MIN_PART_BYTES)) return "partTooSmall";
  return all.some((size) => size !== first) || (sizes.at(-1) ?? 0) > first ? "unequalParts" : null;
}
