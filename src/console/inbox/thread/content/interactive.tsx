import { ExternalLink, List, MousePointerClick, Reply } from "lucide-react";
import type { ReactNode } from "react";
import type { Message } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { contentInWords } from "../words/standing-in.ts";
import { Words } from "../words/words.tsx";
import { Attachments } from "./attachments.tsx";
import { type Fields, fields, list, text } from "./fields.ts";

/** What was offered to choose from: words, then what the customer sees below them, which nothing happens with here. */
export function Interactive({ message }: { message: Message }) {
  const { payload } = message;
  const action = fields(payload.action);
  const cards = list(action.cards);
  const header = text(fields(payload.header).text);
  const body = text(fields(payload.body).text);
  const footer = text(fields(payload.footer).text);
  if (header === null && body === null && cards.length === 0) return <Words text={contentInWords(message)} />;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <Attachments message={message} />
      {header && <strong className="words font-semibold">{header}</strong>}
      {body && <Words text={body} />}
      {footer && <p className="words text-xs text-muted">{footer}</p>}
      <Options action={action} />
      {cards.length > 0 && (
        <ol className="flex flex-col gap-1.5">
          {cards.map((card, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the cards of one message never move
            <li key={index} className="rounded-lg border border-line bg-surface px-2.5 py-2">
              {text(fields(card.body).text) && <Words text={text(fields(card.body).text) ?? ""} />}
              <Options action={fields(card.action)} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function Options({ action }: { action: Fields }) {
  const t = useText("thread");
  const buttons = list(action.buttons).map((one) => fields(one.reply ?? one.quick_reply));
  const sections = list(action.sections);
  const parameters = fields(action.parameters);
  const other = text(parameters.display_text) ?? text(parameters.flow_cta);
  if (sections.length > 0) return <Choices name={text(action.button) ?? t("interactive.list")} sections={sections} />;
  if (buttons.length === 0 && other === null) return null;
  return (
    <ul aria-label={t("interactive.buttons")} className="mt-0.5 flex flex-col gap-1">
      {buttons.map(({ id, title }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the buttons of one message never move
        <Option key={index} icon={<Reply aria-hidden className="size-3.5" />} words={text(title) ?? text(id) ?? ""} />
      ))}
      {other !== null && (
        <Option icon={<ExternalLink aria-hidden className="size-3.5" />} words={other} detail={text(parameters.url)} />
      )}
    </ul>
  );
}

/** Something that the customer can press. */
export const Option = ({ icon, words, detail }: { icon: ReactNode; words: string; detail?: string | null }) => (
  <li
    title={detail ?? undefined}
    className="flex min-h-7 items-center justify-center gap-1.5 rounded-md border border-line bg-surface px-2.5 py-0.5 text-sm text-info-text"
  >
    {icon}
    <span className="words">{words}</span>
  </li>
);

function Choices({ name, sections }: { name: string; sections: Fields[] }) {
  return (
    <details className="group mt-0.5 rounded-md border border-line bg-surface text-sm">
      <summary className="flex min-h-7 cursor-pointer items-center justify-center gap-1.5 rounded-md px-2.5 text-info-text">
        <List aria-hidden className="size-3.5" />
        <span className="words">{name}</span>
      </summary>
      <ul className="flex flex-col gap-1 border-t border-line px-3 py-2">
        {rowsOf(sections).map(({ key, title, description, isHead }) => (
          <li key={key} className={isHead ? "words text-xs font-medium text-muted" : "words"}>
            {title}
            {description && <span className="block text-xs text-muted">{description}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface Line {
  key: string;
  title: string | null;
  description: string | null;
  isHead: boolean;
}

/** The lines of a list: what stands above each section, and what can be chosen in it. */
const rowsOf = (sections: Fields[]): Line[] =>
  sections.flatMap((section, at) => {
    const rows = [...list(section.rows), ...list(section.product_items)].map((row, index) => ({
      key: `${at}-${index}`,
      title: text(row.title) ?? text(row.product_retailer_id),
      description: text(row.description),
      isHead: false,
    }));
    const title = text(section.title);
    return title === null ? rows : [{ key: `${at}`, title, description: null, isHead: true }, ...rows];
  });

/** What the customer chose of what they were offered. */
export function Chosen({ payload, content }: { payload: Fields; content: string }) {
  const t = useText("thread");
  const title = text(payload.title) ?? text(payload.text) ?? content;
  const description = text(payload.description);
  return (
    <div className="flex items-start gap-2">
      <MousePointerClick aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
      <span className="min-w-0">
        <span className="sr-only">{t("interactive.chose")}</span>
        <span className="words block font-medium">{title}</span>
        {description && <span className="words block text-xs text-muted">{description}</span>}
      </span>
    </div>
  );
}
