import type { Message } from "../../../api/types.ts";
import { textsOf } from "../../../locales/text.ts";
import { type Usual, usualIn } from "../../../locales/usual.ts";

/** What the store writes for messages of a type that have no words of their own (`src/channels/whatsapp/content.ts`). */
const STANDING_IN = {
  image: [["image", /^Photo(?:: (?<more>.+))?$/s]],
  video: [["video", /^Video(?:: (?<more>.+))?$/s]],
  audio: [
    ["voice", /^Voice message(?:: (?<more>.+))?$/s],
    ["audio", /^Audio(?:: (?<more>.+))?$/s],
  ],
  document: [["document", /^Document(?:: (?<more>.+))?$/s]],
  sticker: [["sticker", /^Sticker$/]],
  location: [["location", /^Location(?:: (?<more>.+))?$/s]],
  contacts: [
    ["contact", /^Contact(?:: (?<more>.+))?$/s],
    ["contacts", /^Contacts(?:: (?<more>.+))?$/s],
  ],
  order: [["order", /^Order(?:: (?<more>.+))?$/s]],
  flow_reply: [["form", /^Form(?:: (?<more>.+))?$/s]],
  reaction: [
    ["reacted", /^Reacted (?<emoji>.+)$/],
    ["reaction_removed", /^Removed a reaction$/],
  ],
  interactive: [
    ["calls_allowed_until", /^Calls allowed until (?<until>[\d: -]+ UTC)$/],
    ["calls_allowed", /^Calls allowed$/],
    ["calls_not_allowed", /^Calls not allowed$/],
    ["interactive", /^Interactive message$/],
  ],
  call: [
    ["call_out", /^Voice call to the customer$/],
    ["call", /^Voice call$/],
    ["call_ringing", /^Voice call: ringing$/],
    ["call_accepted", /^Voice call: accepted$/],
    ["call_rejected", /^Voice call: rejected$/],
    ["call", /^Voice call: (?<more>.+)$/],
    ["call_failed", /^Voice call ended \(failed(?:, (?<more>\d.*))?\)$/],
    ["call_ended", /^Voice call ended(?: \((?:completed(?:, )?)?(?<more>.+)?\))?$/],
  ],
  system: [
    ["code_changed", /^The customer's security code changed$/],
    ["number_changed", /^The customer changed their number$/],
    ["user_id_changed", /^The customer's WhatsApp user id changed$/],
    ["opened", /^The customer opened the chat$/],
    ["system", /^System message(?:: (?<more>.+))?$/s],
  ],
  unsupported: [
    ["media_gone", /^Media that is no longer available$/],
    ["only_on_phone", /^This message can only be read in the WhatsApp Business app: see the phone app$/],
    ["edited", /^An earlier message was edited; WhatsApp does not tell how: ask what it says now$/],
    ["not_received", /^Message not received: (?<detail>.+)$/s],
    ["unsupported_kind", /^Unsupported message \((?<kind>[^)]+)\): look in the .*? another form(?:\n(?<body>.+))?$/s],
    ["unsupported", /^Unsupported message: look in the .*? another form(?:\n(?<body>.+))?$/s],
  ],
} as const satisfies { [type: string]: Usual<string> };

type Key = (typeof STANDING_IN)[keyof typeof STANDING_IN][number][0];
const BY_TYPE = new Map<string, Usual<Key>>(Object.entries(STANDING_IN));

/** Things that WhatsApp does not pass on, as the store calls them. */
const KINDS = {
  poll: "poll",
  "vote in a poll": "vote",
  "invitation to a group": "invitation",
  "kept message": "kept",
  "pinned message": "pinned",
  "photo or video to be seen once": "once",
  template: "template",
} as const;

const SIGN = /^\p{Extended_Pictographic}\ufe0f? /u;

/** A message's content; in the agent's language where the store wrote it, with the sign that it begins with. */
export function contentInWords({ message_type, content }: Pick<Message, "message_type" | "content">): string {
  const usual = BY_TYPE.get(message_type);
  const [sign = ""] = SIGN.exec(content) ?? [];
  const found = usual && usualIn(usual, content.slice(sign.length));
  if (!found) return content;
  const t = textsOf("thread");
  const { more, body, kind, ...values } = found.values;
  const known = Object.entries(KINDS).find(([name]) => name === kind)?.[1];
  const words = t(`standing_in.${found.key}`, { ...values, kind: known ? t(`standing_in.kind.${known}`) : kind });
  return `${sign}${words}${more === undefined ? "" : `: ${more}`}${body === undefined ? "" : `\n${body}`}`;
}
