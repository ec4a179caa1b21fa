import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { Spinner } from "../../ui/spinner.tsx";
import { parsed } from "./json.ts";
import type { Check } from "./use-check.ts";

interface FaultListProps {
  check: Check;
  text: string;
  onGo: (path: string) => void;
}

/** What is wrong with a flow, each with the way to it. */
export function FaultList({ check, text, onGo }: FaultListProps) {
  const t = useText("knowledge");
  const isReadable = parsed(text) !== null;
  const isKnown = check.text === text;
  const errors = check.faults.filter(({ isWarning }) => !isWarning).length;
  const warnings = check.faults.length - errors;
  return (
    <div className="shrink-0 border-t border-line bg-surface">
      <p role="status" className="flex min-h-9 items-center gap-2 px-4 py-2 text-xs font-medium">
        {!isReadable ? (
          <>
            <CircleX aria-hidden className="size-4 text-danger-text" />
            {t("faults.unreadable")}
          </>
        ) : !isKnown || check.isChecking ? (
          <>
            <Spinner className="size-4 text-faint" />
            <span className="text-muted">{t("faults.checking")}</span>
          </>
        ) : errors + warnings === 0 ? (
          <>
            <CircleCheck aria-hidden className="size-4 text-success-text" />
            {t("faults.none")}
          </>
        ) : (
          <>
            {errors > 0 && <CircleX aria-hidden className="size-4 text-danger-text" />}
            {errors > 0 && t("faults.errors", { count: errors })}
            {warnings > 0 && <TriangleAlert aria-hidden className="size-4 text-warning-text" />}
            {warnings > 0 && t("faults.warnings", { count: warnings })}
          </>
        )}
      </p>
      {isReadable && isKnown && check.faults.length > 0 && (
        <ul aria-label={t("faults.label")} className="max-h-36 overflow-y-auto border-t border-line py-1">
          {check.faults.map(({ path, detail, isWarning }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a path may have several faults
            <li key={index}>
              <button
                type="button"
                onClick={() => onGo(path)}
                className="flex w-full items-start gap-2 px-4 py-1.5 text-start text-xs hover:bg-hover"
              >
                {isWarning ? (
                  <TriangleAlert aria-hidden className="mt-px size-3.5 shrink-0 text-warning-text" />
                ) : (
                  <CircleX aria-hidden className="mt-px size-3.5 shrink-0 text-danger-text" />
                )}
                <span className="min-w-0">
                  <code className="words text-muted">{path || t("faults.whole")}</code>{" "}
                  <span className="words">{detail}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
