import { ArrowRightLeft, BookOpen, CircleCheck, CircleHelp, DoorClosed, ExternalLink } from "lucide-react";
import { Link } from "wouter";
import { locale, useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { classes } from "../../ui/classes.ts";
import { articlePath } from "./route.ts";
import { costsOf, sourcesOf } from "./tried.ts";
import type { Tried } from "./try-question.tsx";

/** What the AI agent would say to a question, from where, how sure it is, and what it would do. */
export function TriedAnswer({ tried, isOld }: { tried: Tried; isOld: boolean }) {
  const t = useText("knowledge");
  const { question, reply, search } = tried;
  const sources = sourcesOf(reply.metadata);
  const costs = costsOf(reply.metadata);
  return (
    <div className={classes("flex flex-col gap-3 border-t border-line px-4 py-4", isOld && "opacity-60")}>
      <p
        className="words ms-8 self-end rounded-2xl rounded-ee-sm bg-bubble-in px-3 py-2 text-sm shadow-raised ring-1 ring-line"
        dir="auto"
      >
        {question}
      </p>
      <div className="me-8 self-start rounded-2xl rounded-es-sm bg-bubble-ai px-3 py-2 text-sm">
        <p className="mb-0.5 text-2xs font-semibold text-muted">{t("try.agent")}</p>
        <p className="words" dir="auto">
          {reply.body ?? t("try.silent")}
        </p>
      </div>
      <Outcome reply={reply} />
      {sources.length > 0 && (
        <div>
          <h3 className="mb-1 text-xs font-medium text-muted">{t("try.sources")}</h3>
          <ul className="flex flex-col gap-1">
            {sources.map(({ id, title, url }) => (
              <li key={id} className="flex items-center gap-1.5 text-sm">
                <BookOpen aria-hidden className="size-4 shrink-0 text-faint" />
                <Link href={articlePath(id)} className="words min-w-0 text-accent-text hover:underline">
                  {title ?? id}
                </Link>
                {url && (
                  <a
                    href={url}
                    target="_blank"
                    rel="noopener noreferrer"
                    aria-label={t("try.open", { url })}
                    className="grid size-6 place-items-center rounded text-muted hover:bg-hover"
                  >
                    <ExternalLink aria-hidden className="size-3.5" />
                  </a>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      <Passages search={search} used={sources.map(({ id, passage }) => `${id} ${passage}`)} />
      {costs && (
        <p className="text-xs text-muted">
          {t("try.costs", { model: costs.model, input: count(costs.input), output: count(costs.output) })}
        </p>
      )}
      {costs?.error && <p className="words text-xs text-warning-text">{costs.error}</p>}
    </div>
  );
}

const count = (value: number): string => new Intl.NumberFormat(locale()).format(value);
const share = (value: number): string =>
  new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(value);

/** How sure it is, and what comes of that. */
function Outcome({ reply }: { reply: Tried["reply"] }) {
  const t = useText("knowledge");
  const { confidence, low_confidence, wants_ticket, handoff_reason, closes } = reply;
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {confidence !== null && (
        <Badge tone={low_confidence ? "warning" : "success"}>
          {low_confidence ? (
            <CircleHelp aria-hidden className="size-3.5" />
          ) : (
            <CircleCheck aria-hidden className="size-3.5" />
          )}
          {t(low_confidence ? "try.unsure" : "try.sure", { share: share(confidence) })}
        </Badge>
      )}
      {wants_ticket ? (
        <Badge tone="info">
          <ArrowRightLeft aria-hidden className="size-3.5" />
          {t("try.handsOver")}
        </Badge>
      ) : (
        <Badge>{t(low_confidence ? "try.counted" : "try.keeps")}</Badge>
      )}
      {closes && (
        <Badge>
          <DoorClosed aria-hidden className="size-3.5" />
          {t("try.closes")}
        </Badge>
      )}
      {handoff_reason && <p className="words w-full text-xs text-muted">{handoff_reason}</p>}
    </div>
  );
}

/** What was found for the question, the likeliest first. */
function Passages({ search, used }: { search: Tried["search"]; used: string[] }) {
  const t = useText("knowledge");
  const isUsed = (one: Tried["search"]["passages"][number]) => used.includes(`${one.article_id} ${one.passage}`);
  return (
    <details className="group text-sm">
      <summary className="cursor-pointer rounded text-xs font-medium text-muted hover:text-text">
        {t("try.searched", { count: search.passages.length, share: share(search.confidence) })}
      </summary>
      <ol className="mt-2 flex flex-col gap-2">
        {search.passages.map((one) => (
          <li
            key={`${one.article_id} ${one.passage}`}
            className={classes("rounded-lg border px-3 py-2", isUsed(one) ? "border-accent" : "border-line")}
          >
            <div className="flex items-center gap-2">
              <Link
                href={articlePath(one.article_id)}
                className="min-w-0 grow truncate text-xs font-medium text-accent-text hover:underline"
              >
                {[one.title, one.heading].filter((name, index, all) => name && all.indexOf(name) === index).join(" › ")}
              </Link>
              <span aria-hidden className="h-1.5 w-12 shrink-0 overflow-hidden rounded-full bg-hover">
                <span className="block h-full bg-accent" style={{ inlineSize: `${Math.min(1, one.score) * 100}%` }} />
              </span>
              <span className="sr-only">{t("try.score")}: </span>
              <span className="w-9 shrink-0 text-end text-xs text-muted tabular-nums">
                {share(Math.min(1, one.score))}
              </span>
            </div>
            <p className="words mt-1 line-clamp-3 text-xs text-muted" dir="auto">
              {one.text}
            </p>
          </li>
        ))}
      </ol>
    </details>
  );
}
