import { useText } from "../../../locales/text.ts";
import type { TrialResult } from "./bubble.ts";

/** What the flow knows now. */
export function Known({ result }: { result: TrialResult }) {
  const t = useText("knowledge");
  return (
    <div className="flex flex-col gap-4 p-4">
      <div>
        <h3 className="mb-1 text-xs font-medium text-muted">{t("trial.at")}</h3>
        <p className="text-sm">
          <code className="words">{result.node ?? "–"}</code>
          {result.waiting_for && (
            <span className="block text-xs text-muted">{t(`trial.waits.${result.waiting_for}`)}</span>
          )}
        </p>
      </div>
      <Values title={t("trial.answers")} none={t("trial.noAnswers")} values={result.answers} />
      <Values title={t("trial.variables")} none={t("trial.noVariables")} values={result.variables} />
    </div>
  );
}

function Values({ title, none, values }: { title: string; none: string; values: Record<string, unknown> }) {
  const all = Object.entries(values);
  return (
    <div>
      <h3 className="mb-1 text-xs font-medium text-muted">{title}</h3>
      {all.length === 0 ? (
        <p className="text-xs text-faint">{none}</p>
      ) : (
        <dl className="flex flex-col gap-1.5">
          {all.map(([name, value]) => (
            <div key={name}>
              <dt className="font-mono text-2xs text-muted">{name}</dt>
              <dd className="words font-mono text-xs">
                {typeof value === "string" ? value : JSON.stringify(value, null, 1)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
