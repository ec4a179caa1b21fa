import type { Fields } from "../model.ts";
import type { CloudEvent } from "./service.ts";

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const objectIn = (value: unknown): Fields => (isObject(value) ? value : {});
export const textIn = (value: unknown): string => (typeof value === "string" ? value : "");
const listIn = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isObject) : []);

/** The event of a callback's body; null when it is none. */
export function parseCloudEvent(body: unknown): CloudEvent | null {
  if (!isObject(body) || body.specversion !== "1.0" || !isObject(body.data)) return null;
  const named = [body.id, body.source, body.type].every((one) => typeof one === "string" && one !== "");
  return named ? (body as unknown as CloudEvent) : null;
}

/** The conversation that an event is about; empty when it names none. */
export const conversationOf = ({ subject, data }: CloudEvent): string =>
  subject ?? (textIn(data.conversation_id) || textIn(objectIn(data.conversation).uuid));

/** One message of a conversation's log. */
interface Line {
  text: string;
  from: "customer" | "ai" | "other";
}

/** What was said in the conversation up to the event, oldest first. */
export const linesOf = ({ data }: CloudEvent): Line[] =>
  listIn(objectIn(data.conversation).log)
    .filter(({ type }) => CHAT.test(textIn(type)))
    .map(({ type, fallback_text, message }) => ({
      text: textIn(objectIn(message).content) || textIn(fallback_text),
      from: SPEAKERS[CHAT.exec(textIn(type))?.[1] ?? ""] ?? "other",
    }));

/** `v0.0.1.chat.<who or by which channel>.<kind>`: what is said through a channel of its own is the customer's. */
const CHAT = /^v\d+\.\d+\.\d+\.chat\.([a-z-]+)\./;
const SPEAKERS: { [named: string]: Line["from"] } = { wa: "customer", "ai-agent": "ai" };

/** What the message says that an event is about. */
export const bodyOf = ({ data }: CloudEvent): string => textIn(data.body);
