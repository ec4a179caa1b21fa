import { LayoutTemplate, Reply } from "lucide-react";
import type { Message } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { Words } from "../words/words.tsx";
import { Attachments } from "./attachments.tsx";
import { text } from "./fields.ts";
import { Option } from "./interactive.tsx";
import { templateParts } from "./template-parts.ts";

/** A template with its values in place, as the customer has it. */
export function Template({ message }: { message: Message }) {
  const t = useText("thread");
  const { words, buttons } = templateParts(message.content);
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="flex items-center gap-1.5 text-2xs text-muted">
        <LayoutTemplate aria-hidden className="size-3" />
        <span className="words">{t("template", { name: text(message.payload.name) ?? "" })}</span>
      </p>
      <Attachments message={message} />
      <Words text={words} />
      {buttons.length > 0 && (
        <ul aria-label={t("interactive.buttons")} className="mt-0.5 flex flex-col gap-1">
          {buttons.map((title) => (
            <Option key={title} icon={<Reply aria-hidden className="size-3.5" />} words={title} />
          ))}
        </ul>
      )}
    </div>
  );
}
