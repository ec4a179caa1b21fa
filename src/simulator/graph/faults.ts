import type { Fields } from "../model.ts";
import type { Fault } from "./errors.ts";

/** A check yields what is wrong, in the order in which Meta looks; the first of it is answered. */
export type Faults = Generator<Fault, void>;

export const fault = (code: number, details: string): Fault => ({ code, details });

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

export const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** In characters as people count them, surrogate pairs as one. */
export const lengthOf = (text: string): number => [...text].length;

export function* required(path: string, value: unknown): Faults {
  if (isAbsent(value)) yield fault(131_008, `The parameter ${path} is required.`);
}

export function* object(path: string, value: unknown): Faults {
  yield* required(path, value);
  if (!isFields(value)) yield fault(100, `Param ${path} must be a JSON object.`);
}

/** A text that must be there and may be so long. */
export function* words(path: string, value: unknown, longest: number): Faults {
  yield* required(path, value);
  yield* optionalWords(path, value, longest);
}

/** A text that need not be there; an empty one is none. */
export function* optionalWords(path: string, value: unknown, longest: number): Faults {
  if (isAbsent(value)) return;
  if (typeof value !== "string") yield fault(100, `Param ${path} must be a string.`);
  else if (value.trim() === "" || lengthOf(value) > longest)
    yield fault(131_009, `Param ${path} length invalid. Min length: 1, Max length: ${longest}.`);
}

export function* oneOf(path: string, value: unknown, choices: string[]): Faults {
  if (typeof value !== "string" || !choices.includes(value))
    yield fault(100, `Param ${path} must be one of {${choices.map((choice) => choice.toUpperCase()).join(", ")}}.`);
}

/** A list of so many things. */
export function* some(path: string, value: unknown, fewest: number, most: number): Faults {
  yield* required(path, value);
  if (!Array.isArray(value)) yield fault(100, `Param ${path} must be an array.`);
  else if (value.length < fewest || value.length > most)
    yield fault(131_009, `Invalid ${path} count. Min allowed: ${fewest}, Max allowed: ${most}.`);
}

export function* unique(path: string, values: unknown[]): Faults {
  if (new Set(values).size < values.length)
    yield fault(131_009, `Param ${path} must be unique; a duplicate was found.`);
}

export function* webAddress(path: string, value: unknown): Faults {
  yield* required(path, value);
  const isWeb = isText(value) && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  if (!isWeb) yield fault(100, `Param ${path} is not a valid URI.`);
}

/** The first thing that is wrong; null when nothing is. */
export const firstOf = (faults: Faults): Fault | null => {
  const { value } = faults.next();
  return value ?? null;
};
