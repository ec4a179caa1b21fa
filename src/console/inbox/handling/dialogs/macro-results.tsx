import { Ban, CircleCheck, CircleMinus } from "lucide-react";
import type { Answer } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { Spinner } from "../../../ui/spinner.tsx";
import { useActionWords } from "./action-words.ts";

type Macro = Answer<"listMacros">["macros"][number];
type Results = Answer<"runMacro">["results"];

const ICONS = { done: CircleCheck, refused: Ban, skipped: CircleMinus };
const COLOURS = { done: "text-success-text", refused: "text-danger-text", skipped: "text-faint" };

/** What became of each action of a macro; null while it is on its way. */
export function MacroResults({ macro, results }: { macro: Macro; results: Results | null }) {
  const t = useText("work");
  const wordsOf = useActionWords();
  return (
    <div role="status" className="min-h-0 overflow-y-auto px-4 py-3">
      {results && <p className="mb-2 text-sm font-medium">{t("macro.stopped")}</p>}
      <ol className="space-y-2 text-sm">
        {macro.actions.map((action, index) => {
          const result = results?.[index];
          const Icon = result && ICONS[result.outcome];
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the order of actions is what they are
            <li key={index} className="flex gap-2.5">
              {Icon && result ? (
                <Icon
                  aria-label={t(`macro.${result.outcome}`)}
                  className={`mt-0.5 size-4 shrink-0 ${COLOURS[result.outcome]}`}
                />
              ) : (
                <Spinner className="mt-0.5 size-4 shrink-0 text-faint" />
              )}
              <span className="min-w-0">
                <span className="words">{wordsOf(action)}</span>
                {result?.detail && <span className="words block text-xs text-danger-text">{result.detail}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
