import type { ConversationView } from "../domain/conversation.ts";
import type { Message } from "../domain/message.ts";

/** `{{customer.name}}`, or `{{customer.name|there}}` with what stands for it where there is nothing. */
const PLACE = /\{\{\s*([A-Za-z0-9_]{1,64}(?:\.[A-Za-z0-9_]{1,64}){0,3})\s*(?:\|([^{}]{0,200}))?\}\}/g;

/** A value is cut here: no message holds more. */
const LONGEST = 4_096;

/** What words may name. */
export interface Scope {
  customer: Record<string, unknown>;
  conversation: ConversationView;
  agent: { id: string | null; name: string | null; email?: string | null } | null;
  outlet: { id: string; name: string | null };
  tenant: { name: string };
  message: Pick<Message, "content"> | null;
}

/** A text with what it names filled in, and the variables that nothing stands for. */
export interface Worded {
  text: string;
  unknown: string[];
}

/**
 * Fills in what a text names; what is filled in is never read as a template.
 * @param isKept whether a variable that nothing stands for is left as it is written, or becomes nothing
 */
export function worded(template: string, scope: Scope, isKept: boolean): Worded {
  const unknown = new Set<string>();
  const text = template.replace(PLACE, (place: string, path: string, fallback: string | undefined) => {
    const value = printed(valueAt(path, scope)) || fallback?.trim();
    if (value) return value;
    if (fallback === undefined) unknown.add(path);
    return isKept && fallback === undefined ? place : "";
  });
  return { text, unknown: [...unknown] };
}

function valueAt(path: string, scope: Scope): unknown {
  const { customer, message } = scope;
  const [first_name] = printed(customer.name).trim().split(/\s+/);
  let value: unknown = {
    ...scope,
    customer: { first_name, ...customer },
    message: message && { text: message.content },
  };
  for (const name of path.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function printed(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (Array.isArray(value)) return value.map(printed).join(", ").slice(0, LONGEST).toWellFormed();
  return (typeof value === "object" ? JSON.stringify(value) : String(value)).slice(0, LONGEST).toWellFormed();
}
