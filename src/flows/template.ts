import type { Execution } from "./execution.ts";

/** `{{answers.size}}`, or `{{customer.name|there}}` with what stands for it where there is nothing. */
const PLACE = /\{\{\s*([A-Za-z0-9_.]{1,200})\s*(?:\|([^{}]{0,200}))?\}\}/g;
const ONLY_PLACE = /^\{\{\s*([A-Za-z0-9_.]{1,200})\s*\}\}$/;

/** A value is cut here: no message holds more. */
const LONGEST = 4_096;

/** What a template may name. */
export const ROOTS = ["customer", "conversation", "message", "answers", "variables", "http", "ai"] as const;

type Scope = Pick<Execution, "about" | "message" | "answers" | "variables" | "http" | "ai">;

/** What a path leads to; undefined where there is nothing. Own properties only: a path calls nothing. */
export function valueAt(path: string, { about, message, answers, variables, http, ai }: Scope): unknown {
  const said = message && {
    text: message.content,
    type: message.message_type,
    id: message.id,
    payload: message.payload,
  };
  const { customer, conversation } = about;
  let value: unknown = { customer, conversation, message: said, answers, variables, http, ai };
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

/** A value as a text. */
export const printed = (value: unknown): string => {
  if (value === undefined || value === null) return "";
  return (typeof value === "object" ? JSON.stringify(value) : String(value)).slice(0, LONGEST).toWellFormed();
};

/** A text with what it names filled in; what is filled in is never read as a template. */
export const fill = (text: string, scope: Scope, written: (value: string) => string = (value) => value): string =>
  text.replace(PLACE, (_, path: string, fallback: string | undefined) =>
    written(printed(valueAt(path, scope)) || (fallback?.trim() ?? "")),
  );

/** JSON with what its texts name filled in; a text that is one template becomes the value itself. */
export function fillAll(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") {
    const [, path] = ONLY_PLACE.exec(value) ?? [];
    return path === undefined ? fill(value, scope) : (valueAt(path, scope) ?? null);
  }
  if (Array.isArray(value)) return value.map((one) => fillAll(one, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fillAll(one, scope)]));
}

/** A header's text in parts: what is secret stays a name until the request is made, so that nothing said can name one. */
export function headerParts(text: string, scope: Scope): (string | { secret: string })[] {
  const parts: (string | { secret: string })[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACE)) {
    const [place, path = ""] = match;
    parts.push(text.slice(end, match.index));
    const secret = path.startsWith("secrets.") ? path.slice("secrets.".length) : null;
    parts.push(secret === null ? fill(place, scope) : { secret });
    end = match.index + place.length;
  }
  return [...parts, text.slice(end)].filter((part) => part !== "");
}

/** The paths that a text names. */
export const pathsIn = (text: string): string[] => [...text.matchAll(PLACE)].map(([, path = ""]) => path);

export const hasPlace = (value: unknown): boolean => typeof value === "string" && pathsIn(value).length > 0;
