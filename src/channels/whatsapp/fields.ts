import type { MessageError } from "../../domain/message.ts";

/** An object of somebody else's JSON: any key may be missing, or be anything. */
export type Fields = Record<string, unknown>;

export const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const isEmpty = (value: Fields): boolean => Object.keys(value).length === 0;

/** An object without some of its keys. */
export const without = (value: Fields, ...keys: string[]): Fields =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));

/** A text that a database holds and any reader shows: U+0000 and lone surrogates are in neither. Nothing is null. */
export function text(value: unknown): string | null {
  const clean = typeof value === "string" ? value.replaceAll("\u0000", "").toWellFormed() : "";
  return clean === "" ? null : clean;
}

/** A text or a number as a text. */
export const word = (value: unknown): string | null =>
  typeof value === "number" && Number.isFinite(value) ? String(value) : text(value);

const LONGEST_ID = 512;

/** What names somebody or something; nothing that is longer does. */
export function identifier(value: unknown): string | null {
  const name = word(value);
  return name !== null && name.length <= LONGEST_ID ? name : null;
}

/** The last second whose next day can still be written as a time of four digits a year. */
const LAST_SECOND = 253_402_214_399;

/** Unix seconds, as a string or a number, as ISO 8601; a time that is none becomes the epoch rather than a loss. */
export function time(value: unknown): string {
  const seconds = typeof value === "string" || typeof value === "number" ? Number(value) : 0;
  return new Date(seconds >= 0 && seconds <= LAST_SECOND ? seconds * 1000 : 0).toISOString();
}

/** The same, or null where nothing says when. */
export const timeOrNull = (value: unknown): string | null =>
  Number(word(value) ?? Number.NaN) >= 0 ? time(value) : null;

/** An error in the channel's words; older forms have the details at the top. */
export function parseError(error: unknown): MessageError {
  const { code, title, message, error_data, details } = fields(error);
  return {
    code: typeof code === "number" ? code : null,
    title: text(title) ?? text(message) ?? "Unknown error",
    detail: text(fields(error_data).details) ?? text(details) ?? text(message),
  };
}
