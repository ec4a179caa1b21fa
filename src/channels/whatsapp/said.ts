import type { Saying } from "../../domain/commands.ts";
import type { AttachmentKind } from "../../domain/message.ts";
import { parseJson } from "../../lib/json.ts";
import { contentOf } from "./content.ts";
import { type Fields, fields, isEmpty, list, text, without } from "./fields.ts";
import { attachmentOf } from "./media.ts";

/** What a message says, whoever says it. */
export type Said = Pick<Saying, "message_type" | "content" | "payload" | "attachments">;

/** Reads the object that a message bears under the name of its type; null where it is not there or not understood. */
type Read = (message: Fields, type: string) => Omit<Said, "content"> | null;

/** What a message says, in the one vocabulary of message types. What is not understood is kept whole. */
export function saidOf(message: Fields): Said {
  const type = typeOf(message);
  const said = READERS.get(type)?.(message, type);
  return withContent(said ?? { message_type: "unsupported", payload: { type, raw: message }, attachments: [] });
}

const withContent = (said: Omit<Said, "content">): Said => ({
  ...said,
  content: contentOf(said.message_type, said.payload),
});

/** The name of a message's type; a body to be sent may leave it out. */
export const typeOf = (message: Fields): string =>
  text(message.type) ?? [...READERS.keys()].find((type) => Object.hasOwn(message, type)) ?? "unknown";

const media =
  (kind: AttachmentKind): Read =>
  (message, type) => {
    const object = type === "voice" ? { ...fields(message.voice), voice: true } : fields(message[type]);
    if (isEmpty(object)) return null;
    return { message_type: kind, payload: without(object, "url"), attachments: [attachmentOf(kind, object)] };
  };

/** An object as it is, where it has what makes it one of its type. */
const object =
  (...keys: string[]): Read =>
  (message, type) => {
    const payload = fields(message[type]);
    return keys.some((key) => payload[key] !== undefined) ? { message_type: type, payload, attachments: [] } : null;
  };

const READERS = new Map<string, Read>([
  ["text", readText],
  ["image", media("image")],
  ["video", media("video")],
  ["audio", media("audio")],
  ["voice", media("audio")],
  ["document", media("document")],
  ["sticker", media("sticker")],
  ["location", object("latitude", "longitude", "name", "address")],
  ["contacts", readContacts],
  ["interactive", readInteractive],
  ["button", object("payload", "text")],
  ["order", object("catalog_id", "product_items")],
  ["template", object("name")],
  ["system", object("type", "body")],
  ["request_welcome", () => ({ message_type: "system", payload: { type: "request_welcome" }, attachments: [] })],
]);

function readText(message: Fields): ReturnType<Read> {
  const body = text(fields(message.text).body);
  return body === null ? null : { message_type: "text", payload: { ...fields(message.text), body }, attachments: [] };
}

function readContacts({ contacts }: Fields): ReturnType<Read> {
  return list(contacts).length === 0
    ? null
    : { message_type: "contacts", payload: { contacts: list(contacts) }, attachments: [] };
}

/** What a customer chose, or what was offered to choose from. */
function readInteractive(message: Fields): ReturnType<Read> {
  const interactive = fields(message.interactive);
  const { type, nfm_reply } = interactive;
  const answer = fields(type === "button_reply" || type === "list_reply" ? interactive[type] : null);
  if (typeof type === "string" && !isEmpty(answer)) return { message_type: type, payload: answer, attachments: [] };
  if (type === "nfm_reply" && !isEmpty(fields(nfm_reply))) return readFlowReply(fields(nfm_reply));
  const isKnown = ["call_permission_reply", "body", "action"].some((key) => !isEmpty(fields(interactive[key])));
  return isKnown ? { message_type: "interactive", payload: interactive, attachments: [] } : null;
}

/** The answers of a flow or a form lie in a text of their own, which may be anything. */
function readFlowReply({ name, body, response_json }: Fields): ReturnType<Read> {
  const parsed = parseJson(new TextEncoder().encode(text(response_json) ?? "null"));
  const payload = {
    name: text(name),
    body: text(body),
    response: parsed.ok ? parsed.value : null,
    response_json: text(response_json),
  };
  return { message_type: "flow_reply", payload, attachments: [] };
}
