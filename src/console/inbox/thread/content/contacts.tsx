import { useText } from "../../../locales/text.ts";
import { Avatar } from "../../../ui/avatar.tsx";
import { type Fields, fields, list, text } from "./fields.ts";

const MOST = 10;

/** People whose cards were passed on. */
export function Contacts({ payload }: { payload: Fields }) {
  const t = useText("thread");
  const all = list(payload.contacts);
  return (
    <ul className="flex w-72 max-w-full flex-col gap-1.5">
      {all.slice(0, MOST).map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the cards of one message never move
        <Card key={index} contact={one} />
      ))}
      {all.length > MOST && <li className="text-xs text-muted">{t("contacts.more", { count: all.length - MOST })}</li>}
    </ul>
  );
}

function Card({ contact }: { contact: Fields }) {
  const t = useText("thread");
  const { formatted_name, first_name, last_name } = fields(contact.name);
  const { title, company } = fields(contact.org);
  const name =
    text(formatted_name) ??
    ([text(first_name), text(last_name)].filter(Boolean).join(" ") || text(company) || t("contacts.nameless"));
  const phones = list(contact.phones).map((one) => ({
    value: text(one.phone) ?? text(one.wa_id),
    kind: text(one.type),
  }));
  const emails = list(contact.emails).map((one) => ({ value: text(one.email), kind: text(one.type) }));
  const lines = [...phones, ...emails].filter(({ value }) => value !== null).slice(0, 6);
  const work = [text(title), text(company)].filter(Boolean).join(", ");
  return (
    <li className="flex gap-2.5 rounded-lg border border-line bg-surface px-3 py-2 text-sm">
      <Avatar name={name} id={name} />
      <span className="flex min-w-0 flex-col">
        <strong className="words font-medium">{name}</strong>
        {work !== "" && <span className="words text-xs text-muted">{work}</span>}
        {lines.map(({ value, kind }) => (
          <span key={`${value}${kind}`} className="words text-xs text-muted tabular-nums">
            {value}
            {kind && <span className="lowercase">{` · ${kind}`}</span>}
          </span>
        ))}
      </span>
    </li>
  );
}
