import { mediaFault } from "../channels/whatsapp/media-limits.ts";
import type { AttachmentKind } from "../domain/message.ts";
import { baseType } from "./mime-type.ts";

/** As what a file of a type is sent unless somebody says otherwise: what the channel takes as nothing else is a document. */
export function kindOf(mimeType: string): AttachmentKind {
  const kind = natural(baseType(mimeType));
  return mediaFault(kind, mimeType, 1)?.code === "wrong_type" ? "document" : kind;
}

function natural(type: string): AttachmentKind {
  if (type === "image/webp") return "sticker";
  const [family] = type.split("/");
  return family === "image" || family === "audio" || family === "video" ? family : "document";
}
