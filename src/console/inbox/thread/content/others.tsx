import { Phone, PhoneMissed, TriangleAlert } from "lucide-react";
import type { Message } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { contentInWords } from "../words/standing-in.ts";
import { Attachments } from "./attachments.tsx";
import { text } from "./fields.ts";

/** A call, or what became of it, with its recording where there is one. */
export function Call({ message }: { message: Message }) {
  const words = contentInWords(message).replace(/^\p{Extended_Pictographic}\s*/u, "");
  const isMissed = /reject|fail|miss|no_answer/i.test(`${text(message.payload.event)} ${text(message.payload.status)}`);
  const Icon = isMissed ? PhoneMissed : Phone;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex items-center gap-2">
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="words">{words}</span>
      </p>
      <Attachments message={message} />
    </div>
  );
}

/** What did not come through, with all that is known of it. */
export function Unsupported({ message }: { message: Message }) {
  const t = useText("thread");
  const words = contentInWords(message).replace(/^\p{Extended_Pictographic}\ufe0f?\s*/u, "");
  return (
    <div className="flex max-w-96 flex-col gap-1">
      <p className="flex items-start gap-2 text-muted">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        <span className="words">{words}</span>
      </p>
      <details className="text-xs text-muted">
        <summary className="inline-flex min-h-6 cursor-pointer items-center rounded hover:text-text">
          {t("unsupported.raw")}
        </summary>
        <pre dir="ltr" className="words mt-1 max-h-60 overflow-auto rounded-md bg-hover p-2 font-mono text-2xs">
          {JSON.stringify(message.payload, null, 2).slice(0, 20_000)}
        </pre>
      </details>
    </div>
  );
}
