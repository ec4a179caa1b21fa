import type { OutgoingDraft, OutgoingFile } from "../outbox.ts";
import { CAPTION_LIMIT, takesCaption } from "./limits.ts";

interface Said {
  text: string;
  isNote: boolean;
  files: readonly OutgoingFile[];
  /** Id of the message that is quoted. */
  replyTo: string | null;
}

/**
 * What is sent for what an agent wrote and attached, in order: a message a file. The text is the first file's caption;
 * where no file can have it, it comes first, as a message of its own.
 */
export function messagesOf({ text, isNote, files, replyTo }: Said): OutgoingDraft[] {
  const words = text.trim();
  if (isNote) return words === "" ? [] : [{ message_type: "text", content: words, is_note: true }];
  const captioned = [...words].length <= CAPTION_LIMIT ? files.find(({ kind }) => takesCaption(kind)) : undefined;
  const alone = words !== "" && captioned === undefined ? [textOf(words)] : [];
  const all = [...alone, ...files.map((file) => fileOf(file, file === captioned ? words : ""))];
  return all.map((one, index) => (index === 0 && replyTo !== null ? { ...one, reply_to: replyTo } : one));
}

const textOf = (content: string): OutgoingDraft => ({ message_type: "text", content, is_note: false });

function fileOf(file: OutgoingFile, caption: string): OutgoingDraft {
  const { media_id, kind, name, voice } = file;
  const payload = {
    media_id,
    ...(caption !== "" && { caption }),
    ...(kind === "document" && { filename: name.slice(0, 240) }),
    ...(voice && { voice }),
  };
  return { message_type: kind, content: caption, payload, is_note: false, files: [file] };
}
