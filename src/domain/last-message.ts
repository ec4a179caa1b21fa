import { graphemesOf } from "../lib/graphemes.ts";
import type { Message, SenderType } from "./message.ts";

/** Of what was said last, what a list shows. */
export interface LastMessage {
  seq: number;
  direction: Message["direction"];
  sender_type: SenderType;
  message_type: string;
  /** One line of at most 160 characters (UTF-16 units); what was cut ends with "…". */
  content: string;
  /** When it came to us; of what was imported the channel's own time. */
  at: string;
  /** Only what a list must not miss: receipts of delivery are told to who looks at the conversation. */
  status: "failed" | null;
  /** When its sender took it back; its content says only that. */
  deleted_at: string | null;
}

/** So long may a snippet be, in UTF-16 units. */
const LONGEST = 160;

/** So much of a message is looked at to make one, in UTF-16 units: what draws nothing may be as long as the message. */
const LOOKED_AT = 2_000;

/** Draws nothing, or turns round what follows. Two joiners and the emoji variation have their use, next to something. */
const UNSEEN = /(?![\t-\r]|\u200c|\u200d|\ufe0f)[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const LOOSE_JOINERS = /(?<![\p{L}\p{M}\p{Emoji}])(?:\u200c|\u200d|\ufe0f)+|(?:\u200c|\u200d|\ufe0f){3,}/gu;

/** No script puts more marks on a letter than so many. */
const MARKS_TOO_MANY = /(\p{M}{4})\p{M}+/gu;

/** U+2800 is a sign of Braille without a dot. */
const SPACES = /[\s\u2800]+/g;

/** CV17: what a list shows of a message. */
export const lastMessageOf = (message: Message): LastMessage => ({
  seq: message.seq,
  direction: message.direction,
  sender_type: message.sender_type,
  message_type: message.message_type,
  content: snippetOf(message.content),
  at: message.origin === "history" ? message.timestamp : message.received_at,
  status: message.status === "failed" ? "failed" : null,
  deleted_at: message.deleted_at,
});

function snippetOf(content: string): string {
  const text = content
    .slice(0, LOOKED_AT)
    .replace(UNSEEN, "")
    .replace(LOOSE_JOINERS, "")
    .replace(MARKS_TOO_MANY, "$1")
    .replace(SPACES, " ")
    .trim();
  if (text.length <= LONGEST && content.length <= LOOKED_AT) return text;
  const cut = graphemesOf(text).containing(LONGEST - 1)?.index ?? text.length;
  return `${text.slice(0, cut).trimEnd()}…`;
}
