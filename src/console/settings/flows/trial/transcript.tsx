import { Bot, Clock, Globe, ListTodo } from "lucide-react";
import { useEffect, useRef } from "react";
import { useText } from "../../../locales/text.ts";
import { classes } from "../../../ui/classes.ts";
import { spanOf } from "../../../ui/time.tsx";
import { type Choice, choicesOf, type Line, listButtonOf, shownOf, type TrialResult, wordsOf } from "./bubble.ts";
import type { TrialInput } from "./use-trial.ts";

interface TranscriptProps {
  result: TrialResult;
  isBusy: boolean;
  onSay: (input: TrialInput) => void;
}

/** What was said so far; what can be pressed is pressed here. */
export function Transcript({ result, isBusy, onSay }: TranscriptProps) {
  const t = useText("knowledge");
  const list = useRef<HTMLOListElement>(null);
  const lines = shownOf(result.transcript);
  const count = lines.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever was said last is to be seen
  useEffect(() => {
    void list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  const lastSaid = lines.findLastIndex(({ type }) => type === "say");
  const isOpen = result.waiting_for === "answer";
  return (
    <ol
      ref={list}
      aria-label={t("trial.transcript")}
      aria-live="polite"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
      tabIndex={0}
      className="flex min-h-0 grow flex-col gap-1.5 overflow-y-auto p-4"
    >
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: it is only added to
        <li key={index} className="flex flex-col">
          <Said line={line} />
          {line.type === "say" && (
            <Choices
              line={line}
              isOff={isBusy || !isOpen || index !== lastSaid}
              onPress={({ id }) => onSay({ press: id })}
            />
          )}
        </li>
      ))}
      {result.ended && <li className="mt-2 text-center text-xs font-medium text-muted">{t("trial.over")}</li>}
    </ol>
  );
}

function Said({ line }: { line: Line }) {
  const t = useText("knowledge");
  if (line.from === "customer")
    return (
      <p
        className="words ms-10 max-w-md self-end rounded-2xl rounded-ee-sm bg-bubble-agent px-3 py-2 text-sm"
        dir="auto"
      >
        <span className="sr-only">{t("trial.customer")}: </span>
        {line.content}
      </p>
    );
  if (line.type === "say")
    return (
      <p
        className="words me-10 max-w-md self-start rounded-2xl rounded-es-sm bg-bubble-in px-3 py-2 text-sm shadow-raised"
        dir="auto"
      >
        <span className="sr-only">{t("trial.flow")}: </span>
        {wordsOf(line)}
      </p>
    );
  if (line.from === "time") {
    const seconds = typeof line.data.wait === "number" ? line.data.wait : 0;
    return <Aside icon={Clock}>{t("trial.passed", { span: spanOf(seconds * 1_000, "long") })}</Aside>;
  }
  if (line.type === "ended")
    return (
      <Aside icon={ListTodo}>
        {t(line.data.wants_ticket ? "trial.ticket" : "trial.ends", { words: line.content })}
      </Aside>
    );
  return (
    <Aside icon={line.type === "ask_ai" || line.type === "ai_answered" ? Bot : Globe}>
      {line.type === "ask_ai" ? t("trial.asksAi", { words: line.content }) : line.content}
    </Aside>
  );
}

const Aside = ({ icon: Icon, children }: { icon: typeof Clock; children: string }) => (
  <p className="my-0.5 flex max-w-full items-center gap-1.5 self-center rounded-lg bg-hover px-2.5 py-1 text-xs text-muted">
    <Icon aria-hidden className="size-3.5 shrink-0" />
    <span className="words min-w-0">{children}</span>
  </p>
);

function Choices({ line, isOff, onPress }: { line: Line; isOff: boolean; onPress: (choice: Choice) => void }) {
  const choices = choicesOf(line);
  const button = listButtonOf(line);
  if (choices.length === 0) return null;
  return (
    <div className="mt-1 flex max-w-md flex-col gap-1 self-start">
      {button !== null && <p className="px-1 text-2xs font-medium text-muted">{button}</p>}
      <div className={classes("flex gap-1", button === null ? "flex-wrap" : "flex-col")}>
        {choices.map((choice) => (
          <button
            key={choice.id}
            type="button"
            disabled={isOff}
            onClick={() => onPress(choice)}
            className="rounded-lg border border-accent bg-raised px-3 py-1.5 text-start text-sm font-medium text-accent-text hover:bg-accent-soft disabled:cursor-default disabled:border-line disabled:text-muted disabled:hover:bg-raised"
          >
            {choice.label}
            {choice.description && <span className="block text-xs font-normal text-muted">{choice.description}</span>}
          </button>
        ))}
      </div>
    </div>
  );
}
