import type { Told } from "../conversation/told.ts";
import type { Event } from "../domain/events.ts";
import { schemaName } from "../protocol/catalogue/names.ts";
import { type Command, commandsOf, commandTypesOf } from "./commands.ts";
import { publicationUuid } from "./uuid.ts";
import { facadeDataOf, facadeTypeOf } from "./voipbin.ts";

/** One thing that services may be told of an event of the log. */
export interface Publication {
  /** The same again is the same: a receiver that has seen it drops it. */
  id: string;
  type: string;
  /** The event's place in the thread's log. */
  seq: number;
  /** The conversation's id. */
  subject: string;
  time: string;
  data: Record<string, unknown>;
}

/**
 * All that services may be told of an event: itself, then the commands that it leads to, then another product's event.
 * Always the same list in the same order, as long as its message is there.
 */
export function publicationsOf(told: Told, _tenantId: string): Publication[] {
  const { event, conversation } = told;
  const { id: subject } = conversation;
  const { seq, at: time } = event;
  const base = { seq, subject, time };
  const own = { ...base, id: `${subject}:${seq}`, type: event.type, data: ownDataOf(told) };
  const commands = commandsOf(told).map((command) => ({
    ...base,
    id: `${subject}:${command.seq}:${command.type}`,
    type: command.type,
    data: { ...envelope(subject, command), ...command.data },
  }));
  const type = facadeTypeOf(event);
  const data = type && facadeDataOf(type, told);
  return [own, ...commands, ...(type && data ? [{ ...base, id: `${subject}:${seq}:${type}`, type, data }] : [])];
}

/** The types of what services may be told of an event; where the kind of its message decides, all that may be. */
export function typesOf(event: Event): string[] {
  const facade = facadeTypeOf(event);
  return [event.type, ...commandTypesOf(event), ...(facade === null ? [] : [facade])];
}

const envelope = (conversationId: string, { type, seq, at }: Pick<Command, "seq" | "at"> & { type: string }) => ({
  uuid: publicationUuid(conversationId, seq, type),
  timestamp: at,
  schema_version: 1,
});

/** An event of the log as it is, with its conversation. */
const ownDataOf = ({ event, conversation }: Told): Record<string, unknown> => ({
  ...envelope(conversation.id, event),
  ...event,
  conversation,
});

/** A publication as it is sent: CloudEvents 1.0, structured JSON. */
export const cloudEventOf = (publication: Publication, tenantId: string): Record<string, unknown> => {
  const { id, type, seq, subject, time, data } = publication;
  return {
    specversion: "1.0",
    id,
    source: `urn:conversation-store:tenant:${tenantId}`,
    type,
    subject,
    time,
    datacontenttype: "application/json",
    dataschema: schemaName(type),
    seq,
    data,
  };
};
