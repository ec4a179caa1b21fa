import type { Attachment, Message } from "../../../api/types.ts";
import { Sound } from "./audio.tsx";
import { DocumentFile } from "./document.tsx";
import { Photo, Sticker, Video } from "./pictures.tsx";

/** The files of a message. */
export const Attachments = ({ message, caption = null }: { message: Message; caption?: string | null }) =>
  message.attachments.map((file) => <File key={file.id} file={file} caption={caption} />);

function File({ file, caption }: { file: Attachment; caption: string | null }) {
  switch (file.kind) {
    case "image":
      return <Photo file={file} caption={caption} />;
    case "sticker":
      return <Sticker file={file} />;
    case "video":
      return <Video file={file} caption={caption} />;
    case "audio":
      return <Sound file={file} />;
    case "document":
      return <DocumentFile file={file} />;
  }
}
