import { type KeyboardEvent, type RefObject, useCallback, useId, useLayoutEffect, useRef, useState } from "react";
import type { Conversation } from "../../api/types.ts";
import { classes } from "../../ui/classes.ts";
import { later } from "../../ui/later.tsx";
import { useSendKey } from "./send-key.ts";
import type { SuggestionKeys } from "./suggestions/suggestions.tsx";
import { fitHeight, write, writtenIn } from "./textarea.ts";
import { completed, type Lookup, lookupAt, sends, wrapped } from "./written.ts";

const Suggestions = later(() => import("./suggestions/suggestions.tsx").then((module) => module.Suggestions));

/** WhatsApp's marks, by the key that is pressed with the modifier. */
const MARKS: Record<string, string> = { b: "*", i: "_", e: "```" };
const MARKS_WITH_SHIFT: Record<string, string> = { x: "~" };

/** On a phone Enter begins a new line, as everywhere there. */
const isTouch = (): boolean => matchMedia("(hover: none) and (pointer: coarse)").matches;

interface TextBoxProps {
  area: RefObject<HTMLTextAreaElement | null>;
  conversation: Conversation;
  text: string;
  isNote: boolean;
  label: string;
  placeholder: string;
  onChange: (text: string) => void;
  onSend: () => void;
  onEscape: () => void;
  onBlur: () => void;
  onFiles: (files: File[]) => void;
}

/** Where words are written: grows with them, and looks up what begins with `/`, `@` or `:`. */
export function TextBox({ area, conversation, text, isNote, label, placeholder, ...on }: TextBoxProps) {
  const sendKey = useSendKey();
  const listId = useId();
  const keys = useRef<SuggestionKeys>(null);
  const [lookup, setLookup] = useState<Lookup | null>(null);
  const [closedAt, setClosedAt] = useState<number | null>(null);
  const [marked, setMarked] = useState<string | null>(null);
  const mark = useCallback((id: string | null) => setMarked(id), []);
  const shown = lookup !== null && lookup.from !== closedAt ? lookup : null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words may need another height
  useLayoutEffect(() => {
    if (area.current) fitHeight(area.current);
  }, [text, area]);

  const look = () => {
    const found = area.current && lookupAt(writtenIn(area.current), isNote ? ["/", "@", ":"] : ["/", ":"]);
    setLookup(found);
    if (found?.from !== closedAt) setClosedAt(null);
  };

  const press = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { nativeEvent } = event;
    if (nativeEvent.isComposing) return;
    if (shown !== null && keys.current?.press(event)) return event.preventDefault();
    if (sends(nativeEvent, isTouch() ? "mod_enter" : sendKey)) {
      event.preventDefault();
      on.onSend();
    } else if (event.key === "Escape") {
      event.preventDefault();
      on.onEscape();
    } else if ((event.ctrlKey || event.metaKey) && !event.altKey) format(event);
  };

  const format = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const found = (event.shiftKey ? MARKS_WITH_SHIFT : MARKS)[event.key.toLowerCase()];
    if (found === undefined) return;
    event.preventDefault();
    write(event.currentTarget, wrapped(writtenIn(event.currentTarget), found));
  };

  const complete = (words: string) => {
    if (area.current && lookup) write(area.current, completed(writtenIn(area.current), lookup, words));
    setLookup(null);
  };

  return (
    <>
      {shown && (
        <Suggestions
          ref={keys}
          id={listId}
          lookup={shown}
          conversation={conversation}
          onMark={mark}
          onChoose={complete}
          onClose={() => setClosedAt(shown.from)}
        />
      )}
      <textarea
        ref={area}
        rows={1}
        value={text}
        dir="auto"
        enterKeyHint={isTouch() ? "enter" : "send"}
        aria-label={label}
        aria-autocomplete="list"
        aria-controls={marked ? listId : undefined}
        aria-activedescendant={marked ?? undefined}
        placeholder={placeholder}
        onChange={(event) => {
          on.onChange(event.currentTarget.value);
          look();
        }}
        onSelect={look}
        onKeyDown={press}
        onBlur={() => {
          setLookup(null);
          on.onBlur();
        }}
        onPaste={(event) => {
          const { files, types } = event.clipboardData;
          // Who copies a cell or a paragraph gets its picture beside its words: the words are meant.
          if (files.length === 0 || types.includes("text/plain")) return;
          event.preventDefault();
          on.onFiles([...files]);
        }}
        className={classes(
          "block max-h-[40dvh] min-h-11 w-full resize-none bg-transparent px-3 py-2.5 text-sm leading-relaxed outline-none",
          isNote && "placeholder:text-note-text",
        )}
      />
    </>
  );
}
