import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { call } from "../../../api/client.ts";
import type { Conversation } from "../../../api/types.ts";
import { useText } from "../../../locales/text.ts";
import { classes } from "../../../ui/classes.ts";
import { toast } from "../../../ui/toast.tsx";
import type { Lookup } from "../written.ts";
import type { Suggestion } from "./suggestion.ts";
import { useSuggestions } from "./use-suggestions.ts";

/** The keyboard stays in the text: it tells the list what was pressed. */
export interface SuggestionKeys {
  /** @returns whether the key was for the list */
  press: (event: KeyboardEvent) => boolean;
}

interface SuggestionsProps {
  ref: Ref<SuggestionKeys>;
  id: string;
  lookup: Lookup;
  conversation: Conversation;
  /** Which option is marked, by its element's id; null while there is none. */
  onMark: (optionId: string | null) => void;
  onChoose: (words: string) => void;
  onClose: () => void;
}

/** What may stand in the place of `/refund`, `@Ann` or `:smile`. */
export function Suggestions({ ref, id, lookup, conversation, onMark, onChoose, onClose }: SuggestionsProps) {
  const t = useText("composer");
  const render = useRender(conversation.id);
  const { all, isLoading } = useSuggestions(lookup, conversation, render.words);
  const [marked, setMarked] = useState(0);
  const index = Math.min(marked, Math.max(all.length - 1, 0));
  const active = all[index];
  const list = useRef<HTMLDivElement>(null);
  const typed = `${lookup.sign}${lookup.words}`;
  // Other words, another list: it begins at its first again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed says that the list is another
  useEffect(() => setMarked(0), [typed]);
  const activeId = active ? `${id}-${index}` : null;
  useEffect(() => {
    onMark(activeId);
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
    return () => onMark(null);
  }, [activeId, onMark]);

  const choose = async (one: Suggestion) => onChoose(await one.words());
  useImperativeHandle(ref, () => ({
    press: (event) => {
      if (event.key === "Escape") {
        onClose();
        return true;
      }
      if (active === undefined) return false;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        setMarked((index + (event.key === "ArrowDown" ? 1 : all.length - 1)) % all.length);
        return true;
      }
      if ((event.key !== "Enter" && event.key !== "Tab") || event.shiftKey) return false;
      void choose(active);
      return true;
    },
  }));
  const preview = usePreview(lookup.sign === "/" ? (active?.id ?? null) : null, conversation.id, render.read);

  if (all.length === 0 && (lookup.sign !== "/" || lookup.words !== "" || isLoading)) return null;
  return (
    <div className="absolute inset-x-2 bottom-full z-20 mb-1.5 flex max-h-72 animate-appear overflow-hidden rounded-xl border border-line bg-raised shadow-floating md:inset-x-3">
      {all.length === 0 ? (
        <p className="p-3 text-sm text-muted">{t("canned.none")}</p>
      ) : (
        <div
          ref={list}
          id={id}
          role="listbox"
          aria-label={t(LABELS[lookup.sign])}
          className="min-w-0 flex-1 overflow-y-auto p-1"
        >
          {all.map((one, place) => (
            <div
              key={one.id}
              id={`${id}-${place}`}
              role="option"
              aria-selected={place === index}
              tabIndex={-1}
              // The text keeps the keyboard.
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => place !== index && setMarked(place)}
              onClick={() => void choose(one)}
              onKeyDown={() => undefined}
              className={classes(
                "flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-sm",
                place === index && "bg-hover",
              )}
            >
              {one.sign && (
                <span aria-hidden className="w-5 shrink-0 text-center font-emoji text-muted">
                  {one.sign}
                </span>
              )}
              <span className="shrink-0 font-medium">{one.title}</span>
              {one.detail && <span className="min-w-0 truncate text-muted">{one.detail}</span>}
            </div>
          ))}
        </div>
      )}
      {preview !== null && (
        <p className="words hidden w-2/5 shrink-0 overflow-y-auto border-s border-line bg-sunken p-3 text-sm sm:block">
          {preview}
        </p>
      )}
    </div>
  );
}

const LABELS = { "/": "canned.label", "@": "mentions.label", ":": "emoji.label" } as const;

interface Rendered {
  text: string;
  unknown: string[];
}

/** The words of a canned reply for this conversation, as they are asked for: nothing twice. */
function useRender(conversationId: string) {
  const t = useText("composer");
  const client = useQueryClient();
  const read = (id: string): Promise<Rendered> =>
    call("renderCannedReply", { params: { id }, body: { conversation_id: conversationId } });
  const words = async (id: string): Promise<string> => {
    const key = ["renderCannedReply", id, conversationId];
    const rendered = await client.fetchQuery({ queryKey: key, queryFn: () => read(id), staleTime: 60_000 });
    if (rendered.unknown.length > 0)
      toast({
        title: t("canned.unknown", { names: rendered.unknown.map((name) => `{{${name}}}`).join(", ") }),
        tone: "info",
      });
    return rendered.text;
  };
  return { read, words };
}

function usePreview(id: string | null, conversationId: string, read: (id: string) => Promise<Rendered>): string | null {
  const { data } = useQuery({
    queryKey: ["renderCannedReply", id, conversationId],
    queryFn: () => read(`${id}`),
    enabled: id !== null,
    staleTime: 60_000,
  });
  return id === null ? null : (data?.text ?? null);
}
