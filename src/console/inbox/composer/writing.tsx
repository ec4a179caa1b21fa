import { useCallback, useEffect, useRef, useState } from "react";
import type { Conversation } from "../../api/types.ts";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { later } from "../../ui/later.tsx";
import { Loading } from "../../ui/spinner.tsx";
import { useNow } from "../../ui/time.tsx";
import { type OutgoingDraft, useOutbox } from "../outbox.ts";
import { DropZone } from "./files/drop-zone.tsx";
import { FileList } from "./files/file-list.tsx";
import { useFiles } from "./files/use-files.ts";
import { footingOf, windowLeft } from "./footing.ts";
import { charactersLeft, TEXT_LIMIT } from "./limits.ts";
import { withoutMentions } from "./mentions.ts";
import { ModeSwitch } from "./mode-switch.tsx";
import { Notices } from "./notices/notices.tsx";
import { setQuote, useQuote } from "./quote.ts";
import { QuoteBar } from "./quote-bar.tsx";
import { TextBox } from "./text-box.tsx";
import { write, writtenIn } from "./textarea.ts";
import { Toolbar } from "./toolbar.tsx";
import { useAnswered } from "./use-answered.ts";
import { useComposerCommands } from "./use-commands.ts";
import { useDraft } from "./use-draft.ts";
import { useSubmit } from "./use-submit.ts";
import { useTyping } from "./use-typing.ts";
import { inserted } from "./written.ts";

const VoiceRecorder = later(() => import("./voice/voice-recorder.tsx").then((module) => module.VoiceRecorder), {
  waiting: () => (
    <div className="h-28">
      <Loading />
    </div>
  ),
});
const TemplatePicker = later(() => import("./templates/template-picker.tsx").then((module) => module.TemplatePicker));
const ButtonsDialog = later(() => import("./buttons/buttons-dialog.tsx").then((module) => module.ButtonsDialog));

type Opened = "voice" | "template" | "buttons" | null;

/** The window may end while somebody writes. */
const LOOKED_MS = 5_000;

/** What an agent writes in a conversation, and everything that goes with it. */
export function Writing({ conversation }: { conversation: Conversation }) {
  const t = useText("composer");
  const { id } = conversation;
  const me = useMe();
  const now = useNow(LOOKED_MS);
  const section = useRef<HTMLElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const { text, isNote, change } = useDraft(id);
  const { files, ...on } = useFiles(id);
  const quote = useQuote(id);
  const outbox = useOutbox(id);
  const typing = useTyping(id, isNote);
  const [opened, setOpened] = useState<Opened>(null);
  const { answered, forget } = useAnswered(id, text !== "" && !isNote);

  const footing = footingOf(conversation, me.id, now);
  const isBlocked = footing.is === "closed" || footing.is === "window_closed";
  const left = charactersLeft(text, TEXT_LIMIT);
  const isEmpty = text.trim() === "" && (isNote || files.length === 0);
  const canSend = !isEmpty && (left ?? 0) >= 0 && (isNote || !isBlocked);

  const begin = () => {
    change({ text: "" });
    if (!isNote) {
      on.clear();
      setQuote(id, null);
    }
    forget();
    typing.stop();
  };
  const submit = useSubmit({ conversation, text, isNote, files, quote, answered, canSend, onSent: begin });

  const focus = useCallback(() => area.current?.focus(), []);
  const insert = (words: string) => area.current && write(area.current, inserted(writtenIn(area.current), words));
  const openCanned = () => {
    const before = area.current?.value.slice(0, area.current.selectionStart) ?? "";
    insert(before === "" || /\s$/.test(before) ? "/" : " /");
  };
  const switchTo = useCallback(
    (note: boolean) => {
      change({ isNote: note });
      focus();
    },
    [change, focus],
  );
  const say = (draft: OutgoingDraft) => {
    if (submit.say([draft])) setOpened(null);
  };
  const edit = ({ content, is_note }: OutgoingDraft) => {
    change({ text: [withoutMentions(content), text].filter(Boolean).join("\n"), isNote: is_note });
    focus();
  };
  useEffect(() => {
    if (quote !== null) focus();
  }, [quote, focus]);
  const attach = useRef<() => void>(() => undefined);
  useComposerCommands({
    isBlocked,
    isNote,
    isClosed: footing.is === "closed",
    switchTo,
    open: setOpened,
    canned: openCanned,
    attach,
  });

  return (
    <section
      ref={section}
      aria-label={t("label")}
      className="shrink-0 border-t border-line bg-surface px-2 pb-2 md:px-3 md:pb-3"
    >
      <Notices
        conversation={conversation}
        footing={footing}
        windowLeft={windowLeft(conversation, now)}
        isNote={isNote}
        answered={answered}
        outbox={outbox}
        text={text}
        onForget={forget}
        onEdit={edit}
        onTemplate={() => setOpened("template")}
      />
      <div
        className={classes(
          "relative rounded-xl border focus-within:border-focus focus-within:ring-1 focus-within:ring-focus",
          isNote ? "border-note-text/50 bg-note" : "border-edge bg-surface",
        )}
      >
        {opened === "voice" ? (
          <VoiceRecorder
            onDone={(file) => {
              setOpened(null);
              void on.add([file], true).then(submit.sendWhenReady);
            }}
            onCancel={() => setOpened(null)}
          />
        ) : (
          <>
            <div className="flex items-center gap-2 px-2 pt-2">
              <ModeSwitch isNote={isNote} onChange={switchTo} />
            </div>
            {quote && !isNote && <QuoteBar message={quote} onRemove={() => setQuote(id, null)} />}
            <TextBox
              area={area}
              conversation={conversation}
              text={text}
              isNote={isNote}
              label={t(isNote ? "text.note" : "text.reply")}
              placeholder={t(
                isNote ? "text.notePlaceholder" : isBlocked ? "text.blockedPlaceholder" : "text.replyPlaceholder",
              )}
              onChange={(next) => {
                change({ text: next });
                if (next === "") typing.stop();
                else if (!isBlocked || isNote) typing.wrote();
              }}
              onSend={submit.submit}
              onEscape={() => (quote && !isNote ? setQuote(id, null) : area.current?.blur())}
              onBlur={typing.stop}
              onFiles={(given) => void on.add(given)}
            />
            {files.length > 0 && !isNote && (
              <FileList files={files} onRemove={on.remove} onRetry={(one) => void on.retry(one)} />
            )}
            <Toolbar
              isNote={isNote}
              isBlocked={isBlocked}
              isClosed={footing.is === "closed"}
              isPending={submit.isPending}
              canSend={canSend}
              left={left}
              attach={attach}
              onFiles={(given) => void on.add(given)}
              onInsert={insert}
              onCanned={openCanned}
              onOpen={setOpened}
              onSend={() => {
                submit.submit();
                focus();
              }}
            />
          </>
        )}
      </div>
      {!isNote && !isBlocked && <DropZone within={section} onFiles={(given) => void on.add(given)} />}
      {opened === "template" && (
        <TemplatePicker conversation={conversation} onSend={say} onClose={() => setOpened(null)} />
      )}
      {opened === "buttons" && (
        <ButtonsDialog
          text={text}
          onSend={(draft) => {
            say(draft);
            begin();
          }}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}
