import { ClipboardList } from "lucide-react";
import { useText } from "../../../locales/text.ts";
import { type Fields, fields, text } from "./fields.ts";

/** What only ties the answers to their form. */
const HIDDEN = ["flow_token"];

/** What the customer filled in. */
export function Answers({ payload }: { payload: Fields }) {
  const t = useText("thread");
  const answers = Object.entries(fields(payload.response)).filter(([name]) => !HIDDEN.includes(name));
  const said = text(payload.body);
  return (
    <div className="min-w-52 max-w-full">
      <p className="flex items-center gap-2 font-medium">
        <ClipboardList aria-hidden className="size-4 shrink-0 text-muted" />
        <span className="words">{said === null || said === "Sent" ? t("answers.title") : said}</span>
      </p>
      {answers.length > 0 && (
        <table className="mt-1 w-full border-t border-line text-sm">
          <tbody>
            {answers.map(([name, value]) => (
              <tr key={name} className="border-b border-line last:border-b-0">
                <th scope="row" className="words py-1 pe-3 text-start align-top text-xs font-normal text-muted">
                  {name.replaceAll("_", " ")}
                </th>
                <td className="words py-1">{typeof value === "string" ? value : JSON.stringify(value)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
