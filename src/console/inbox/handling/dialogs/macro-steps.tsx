import type { Answer } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { useActionWords } from "./action-words.ts";

type Macro = Answer<"listMacros">["macros"][number];

/** What a macro would do, in order. */
export function MacroSteps({ macro }: { macro: Macro }) {
  const t = useText("work");
  const wordsOf = useActionWords();
  return (
    <div className="max-h-52 shrink-0 overflow-y-auto border-t border-line bg-sunken px-4 py-3">
      <p className="text-xs font-medium text-muted">{t("macro.does", { name: macro.name })}</p>
      <ol className="mt-1.5 list-decimal space-y-1 ps-5 text-sm marker:text-faint">
        {macro.actions.map((action, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the order of actions is what they are
          <li key={index}>
            <span className="words line-clamp-2">{wordsOf(action)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
