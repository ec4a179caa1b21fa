import { BookOpenText } from "lucide-react";
import type { Message } from "../../api/types.ts";
import { language, useText } from "../../locales/text.ts";
import { list, numberOf, text, webAddress } from "./content/fields.ts";
import { Outside } from "./content/location.tsx";

/** What an answer of the AI rests on, and how sure it was. */
export function Sources({ message }: { message: Message }) {
  const t = useText("thread");
  const metadata = message.metadata ?? {};
  const sources = list(metadata.sources);
  const confidence = numberOf(metadata.confidence);
  const model = text(metadata.model);
  const error = text(metadata.error);
  if (message.sender_type !== "llm" || (sources.length === 0 && confidence === null && error === null)) return null;
  const sure =
    confidence === null
      ? null
      : new Intl.NumberFormat(language(), { style: "percent", maximumFractionDigits: 0 }).format(confidence);
  const head = sources.length > 0 ? t("sources.title", { count: sources.length }) : t("sources.about");
  return (
    <details className="mt-0.5 text-xs text-muted">
      <summary className="inline-flex min-h-6 cursor-pointer items-center gap-1 rounded hover:text-text">
        <BookOpenText aria-hidden className="size-3.5" />
        {head}
        {sure !== null && ` · ${t("sources.confidence", { value: sure })}`}
      </summary>
      <ol className="mt-0.5 flex flex-col gap-1.5 border-s-2 border-line ps-2">
        {sources.map((source, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the sources of one answer never move
          <li key={index}>
            <span className="words block font-medium text-text">{text(source.title) ?? text(source.article_id)}</span>
            {text(source.passage) && <span className="words line-clamp-4">{text(source.passage)}</span>}
            {webAddress(source.url) && <Outside href={webAddress(source.url) ?? ""}>{t("sources.open")}</Outside>}
          </li>
        ))}
      </ol>
      {model !== null && <p className="words mt-1">{t("sources.model", { model })}</p>}
      {error !== null && <p className="words mt-1 text-warning-text">{error}</p>}
    </details>
  );
}
