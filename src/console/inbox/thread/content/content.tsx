import { Ban } from "lucide-react";
import type { Message } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { contentInWords } from "../words/standing-in.ts";
import { Words } from "../words/words.tsx";
import { Answers } from "./answers.tsx";
import { Attachments } from "./attachments.tsx";
import { Contacts } from "./contacts.tsx";
import { text } from "./fields.ts";
import { Chosen, Interactive } from "./interactive.tsx";
import { Location } from "./location.tsx";
import { Order } from "./order.tsx";
import { Call, Unsupported } from "./others.tsx";
import { Template } from "./template.tsx";

/** What a message says, by its type. One that is not known is shown by the text that stands for it. */
export function Content({ message }: { message: Message }) {
  const t = useText("thread");
  const { message_type, content, payload } = message;
  if (message.deleted_at !== null)
    return (
      <p className="flex items-center gap-1.5 text-muted italic">
        <Ban aria-hidden className="size-4 shrink-0" />
        {t("deleted")}
      </p>
    );
  switch (message_type) {
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return <File message={message} />;
    case "location":
      return <Location payload={payload} />;
    case "contacts":
      return <Contacts payload={payload} />;
    case "interactive":
      return <Interactive message={message} />;
    case "button_reply":
    case "list_reply":
    case "button":
      return <Chosen payload={payload} content={content} />;
    case "flow_reply":
      return <Answers payload={payload} />;
    case "order":
      return (
        <div className="flex flex-col gap-1">
          <Order payload={payload} />
          {text(payload.text) && <Words text={text(payload.text) ?? ""} />}
        </div>
      );
    case "template":
      return <Template message={message} />;
    case "call":
      return <Call message={message} />;
    case "unsupported":
      return <Unsupported message={message} />;
    default:
      return <Words text={contentInWords(message)} />;
  }
}

function File({ message }: { message: Message }) {
  const caption = text(message.payload.caption);
  if (message.attachments.length === 0) return <Words text={contentInWords(message)} />;
  return (
    <div className="flex min-w-0 max-w-80 flex-col gap-1">
      <Attachments message={message} caption={caption} />
      {caption !== null && <Words text={caption} className="px-0.5" />}
    </div>
  );
}
