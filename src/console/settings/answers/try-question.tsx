import { useMutation } from "@tanstack/react-query";
import { MessageCircleQuestion } from "lucide-react";
import { type FormEvent, useMemo, useRef, useState } from "react";
import { call } from "../../api/client.ts";
import { useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { CONTROL } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { TriedAnswer } from "./tried-answer.tsx";

/** What the AI agent would find, and what it would say. */
const ask = async (question: string) => {
  const [reply, search] = await Promise.all([
    call("askAssistant", { body: { question } }),
    call("searchArticles", { query: { q: question, limit: 5 } }),
  ]);
  return { question, reply, search };
};

export type Tried = Awaited<ReturnType<typeof ask>>;

/** Asks the AI agent something, without any conversation. */
export function TryQuestion() {
  const t = useText("knowledge");
  const input = useRef<HTMLTextAreaElement>(null);
  const [question, setQuestion] = useState("");
  const tried = useMutation({ mutationFn: ask });
  useCommands(
    useMemo(
      () => [
        {
          id: "try-question",
          title: t("try.title"),
          group: t("answers.title"),
          icon: MessageCircleQuestion,
          keys: "q",
          run: () => input.current?.focus(),
        },
      ],
      [t],
    ),
  );
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (question.trim() !== "" && !tried.isPending) tried.mutate(question.trim());
  };
  return (
    <section aria-labelledby="try-title" className="rounded-xl border border-line bg-surface">
      <header className="px-4 pt-3.5">
        <h2 id="try-title" className="flex items-center gap-2 font-semibold">
          <MessageCircleQuestion aria-hidden className="size-4 text-accent-text" />
          {t("try.title")}
        </h2>
        <p className="text-xs text-muted">{t("try.lead")}</p>
      </header>
      <form onSubmit={submit} className="flex items-end gap-2 p-4">
        <textarea
          ref={input}
          rows={2}
          value={question}
          maxLength={4_000}
          dir="auto"
          aria-label={t("try.question")}
          placeholder={t("try.placeholder")}
          onChange={(event) => setQuestion(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
          className={classes(CONTROL, "resize-none py-2")}
        />
        <Button type="submit" tone="primary" isBusy={tried.isPending} disabled={question.trim() === ""}>
          {t("try.ask")}
        </Button>
      </form>
      <div aria-live="polite" className="empty:hidden">
        {tried.error && (
          <div className="px-4 pb-4">
            <ProblemNote error={tried.error} />
          </div>
        )}
        {tried.data && <TriedAnswer tried={tried.data} isOld={tried.isPending} />}
      </div>
    </section>
  );
}
