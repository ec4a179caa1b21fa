import type { LogEvent, Message } from "../../../api/types.ts";

/** An entry of the log that carries a message, as it stood when it was read. */
export interface MessageEvent extends LogEvent {
  message: Message;
}

export const isMessageEvent = (event: LogEvent): event is MessageEvent =>
  typeof event.message === "object" && event.message !== null;

type Reaction = Message["reactions"][number];
type Attachment = Message["attachments"][number];

/** What a sender changed of a message later (`MessageChanged` in `schemas/events`). */
export type Change =
  | { type: "reaction"; reaction: Reaction }
  | { type: "edit"; edit: Pick<Message, "message_type" | "content" | "payload">; at: string }
  | { type: "revoke"; at: string };

/** What happened to a message after it was said, by what names the message. */
export type Aftermath =
  | {
      kind: "status";
      status: NonNullable<Message["status"]>;
      at: string;
      error: Message["error"];
      channelId: string | null;
    }
  | { kind: "media"; state: Attachment["state"]; size: number | null; mimeType: string | null; error: string | null }
  | { kind: "repeated" }
  | { kind: "changed"; change: Change };

/** Names a message by its place in the log, or by the channel's id of it. */
export const bySeq = (seq: number): string => `seq:${seq}`;
export const byChannel = (id: string): string => `channel:${id}`;

/** What an entry says of a message, and which one that is; null where it says nothing of any. */
export function aftermathOf(event: LogEvent): { target: string; what: Aftermath } | null {
  const of = (what: Aftermath) => ({ target: bySeq(Number(event.message_seq)), what });
  switch (event.type) {
    case "message.status":
      return of({
        kind: "status",
        status: event.status as NonNullable<Message["status"]>,
        at: `${event.status_at}`,
        error: (event.error ?? null) as Message["error"],
        channelId: typeof event.channel_message_id === "string" ? event.channel_message_id : null,
      });
    case "message.sending":
      return event.repeats === true ? of({ kind: "repeated" }) : null;
    case "media.settled":
      return of({
        kind: "media",
        state: event.state as Attachment["state"],
        size: (event.size ?? null) as number | null,
        mimeType: (event.mime_type ?? null) as string | null,
        error: (event.error ?? null) as string | null,
      });
    case "message.changed":
      return changed(event);
    default:
      return null;
  }
}

function changed({ target, change }: LogEvent): ReturnType<typeof aftermathOf> {
  const { message_seq, channel_message_id } = (target ?? {}) as Record<string, unknown>;
  const what: Aftermath = { kind: "changed", change: change as Change };
  if (typeof message_seq === "number") return { target: bySeq(message_seq), what };
  return typeof channel_message_id === "string" ? { target: byChannel(channel_message_id), what } : null;
}
