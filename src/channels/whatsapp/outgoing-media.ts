import type { AttachmentKind, Message } from "../../domain/message.ts";
import { type Fields, fields, list } from "./fields.ts";

/** A file in what is to be sent: `file` is the object in the payload that names it, by `media_id`, `id` or `link`. */
export interface OutgoingMedia {
  kind: AttachmentKind;
  file: Fields;
}

const KINDS = ["image", "video", "audio", "document", "sticker"] as const satisfies AttachmentKind[];

const kindOf = (type: unknown): AttachmentKind | undefined => KINDS.find((kind) => kind === type);

/** The files that go with a message: its own, or those of the headers of a template or of what is offered to choose from. */
export function mediaIn(message_type: string, payload: Fields): OutgoingMedia[] {
  const kind = kindOf(message_type);
  if (kind) return [{ kind, file: payload }];
  if (message_type === "interactive") {
    const cards = list(fields(payload.action).cards).map(fields);
    return [payload, ...cards].flatMap(({ header }) => typedMedia(header));
  }
  return message_type === "template" ? list(payload.components).flatMap(parameterMedia) : [];
}

/** Our own ids of them, each once. */
export const mediaIdsIn = ({ message_type, payload }: Pick<Message, "message_type" | "payload">): string[] => [
  ...new Set(
    mediaIn(message_type, payload)
      .map(({ file }) => file.media_id)
      .filter((id) => typeof id === "string"),
  ),
];

function parameterMedia(component: unknown): OutgoingMedia[] {
  const { parameters, cards } = fields(component);
  const inCards = list(cards).flatMap((card) => list(fields(card).components));
  return [...list(parameters).flatMap(typedMedia), ...inCards.flatMap(parameterMedia)];
}

/** `{type: "image", image: {…}}` */
function typedMedia(value: unknown): OutgoingMedia[] {
  const typed = fields(value);
  const kind = kindOf(typed.type);
  return kind && typeof typed[kind] === "object" ? [{ kind, file: fields(typed[kind]) }] : [];
}
