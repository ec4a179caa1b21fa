import { CloudOff, Lock, RotateCcw, SearchX, TriangleAlert } from "lucide-react";
import { ApiProblem, isProblem } from "../api/problem.ts";
import { textsOf, useText } from "../locales/text.ts";
import { Button } from "./button.tsx";
import { Empty } from "./empty.tsx";

/** What went wrong, in words, with the way out. */
export function wordsOf(error: unknown): string {
  const t = textsOf("common");
  if (!(error instanceof ApiProblem)) return t("error.title");
  if (
    error.code === "offline" ||
    error.code === "unreadable" ||
    error.code === "internal_error" ||
    error.code === "unavailable"
  )
    return t(`error.${error.code}`);
  const field = error.fields[0];
  const detail = field ? `${field.field} ${field.detail}` : error.detail;
  const said = translated(error.code);
  if (said !== null) return detail !== null && IN_DETAIL.has(error.code) ? `${said}: ${detail}` : said;
  return field ? `${error.message}: ${detail}` : (detail ?? error.message);
}

/** Of these the API alone says what exactly is wrong, if in English. */
const IN_DETAIL = new Set<string>(["invalid_request", "template_invalid", "media_not_suitable", "flow_invalid"]);

/** The words of a code for who uses the console, as the API's are for who calls it; null where there are none. */
function translated(code: string): string | null {
  const key = `problem.${code}` as "problem.not_found";
  const said = textsOf("common")(key);
  return said === key ? null : said;
}

/** Also by an address that never was one: what is at fault is its path. */
const isNowhere = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 404 || error.fields.some(({ field }) => field.startsWith("path.")));

const iconOf = (error: unknown) => {
  if (isNowhere(error)) return SearchX;
  const status = error instanceof ApiProblem ? error.status : -1;
  return status === 0 ? CloudOff : status === 403 ? Lock : TriangleAlert;
};

/** In the place of what could not be had. */
export function ProblemPane({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const t = useText("common");
  const isGone = isNowhere(error);
  const isForbidden = isProblem(error, "forbidden");
  const requestId = error instanceof ApiProblem ? error.requestId : null;
  const detail = (
    <>
      {isGone ? t("error.notFoundDetail") : isForbidden ? null : wordsOf(error)}
      {requestId && !isGone && !isForbidden && (
        <span className="mt-1 block text-xs text-faint">{t("error.reference", { id: requestId })}</span>
      )}
    </>
  );
  return (
    <div role="alert" className="h-full">
      <Empty
        icon={iconOf(error)}
        title={t(isGone ? "error.notFound" : isForbidden ? "error.forbidden" : "error.title")}
        detail={detail}
        action={
          onRetry &&
          !isForbidden && (
            <Button icon={RotateCcw} onClick={onRetry}>
              {t("actions.retry")}
            </Button>
          )
        }
      />
    </div>
  );
}

/** Above a form: why it was not taken. */
export const ProblemNote = ({ error }: { error: unknown }) =>
  error ? (
    <p role="alert" className="flex items-start gap-2 rounded-lg bg-danger-soft px-3 py-2 text-sm text-danger-text">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="words">{wordsOf(error)}</span>
    </p>
  ) : null;

/** What is wrong with one field of a body, by its name in the API. */
export const faultOf = (error: unknown, field: string): string | null =>
  error instanceof ApiProblem ? (error.fields.find((one) => one.field === field)?.detail ?? null) : null;
