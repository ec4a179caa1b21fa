import type { Template } from "../model.ts";
import { type Faults, fault, fieldsOf, isText, webAddress } from "./faults.ts";

/** What the checks have to know of what is there. */
export interface Known {
  templates: Template[];
  /** Whether the number may send this file. */
  hasMedia(mediaId: string): boolean;
  /** Whether the number's chats have this message, and it is young enough to be reacted to. */
  hasMessage(messageId: string): boolean;
}

/** A file by the id of an upload, or by an address that Meta fetches it from. */
export function* checkSource(path: string, source: unknown, known: Known): Faults {
  const { id, link } = fieldsOf(source);
  if (id === undefined && link === undefined)
    yield fault(131_008, `The parameter ${path}['id'] or ${path}['link'] is required.`);
  if (id !== undefined && link !== undefined)
    yield fault(100, `Param ${path} must have either an id or a link, not both.`);
  if (link !== undefined) yield* webAddress(`${path}['link']`, link);
  const isKnown = (isText(id) || typeof id === "number") && known.hasMedia(String(id));
  if (id !== undefined && !isKnown)
    yield fault(100, `Param ${path}['id'] is not a valid whatsapp business account media attachment ID.`);
}
