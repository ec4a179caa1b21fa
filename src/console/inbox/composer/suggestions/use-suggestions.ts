import { useQuery } from "@tanstack/react-query";
import { SETTINGS_STALE_MS, usePeople } from "../../../api/people.ts";
import type { Conversation } from "../../../api/types.ts";
import { useCall } from "../../../api/use-call.ts";
import { useMe } from "../../../app/session.tsx";
import { language } from "../../../locales/text.ts";
import type { Lookup } from "../written.ts";
import { cannedFor, peopleFor, type Suggestion } from "./suggestion.ts";

const MOST = 8;

/** What may stand in the place of what is looked up, the best first. */
export function useSuggestions(
  lookup: Lookup,
  conversation: Conversation,
  render: (id: string) => Promise<string>,
): { all: Suggestion[]; isLoading: boolean } {
  const canned = useCanned(lookup, conversation, render);
  const people = usePeopleSuggestions(lookup);
  const emoji = useEmoji(lookup);
  return lookup.sign === "/" ? canned : lookup.sign === "@" ? people : emoji;
}

function useCanned({ sign, words }: Lookup, { outlet_id }: Conversation, render: (id: string) => Promise<string>) {
  const given = { query: { outlet_id } };
  const { data, isLoading } = useCall("listCannedReplies", given, {
    enabled: sign === "/",
    staleTime: SETTINGS_STALE_MS,
  });
  const found = sign === "/" ? cannedFor(data?.canned_replies ?? [], words, MOST) : [];
  const all = found.map(
    ({ id, shortcut, text }): Suggestion => ({
      id,
      sign: null,
      title: `/${shortcut}`,
      detail: text,
      words: () => render(id).catch(() => text),
    }),
  );
  return { all, isLoading };
}

function usePeopleSuggestions({ sign, words }: Lookup) {
  const me = useMe();
  const { agents } = usePeople();
  const others = agents.filter(({ id, enabled }) => enabled && id !== me.id);
  const found = sign === "@" ? peopleFor(others, words, MOST) : [];
  const all = found.map(
    ({ id, name, email }): Suggestion => ({ id, sign: "@", title: name, detail: email, words: () => `@${name}` }),
  );
  return { all, isLoading: false };
}

function useEmoji({ sign, words }: Lookup) {
  const spoken = language();
  const { data } = useQuery({
    queryKey: ["emoji", spoken],
    queryFn: async () => {
      const { emojiData, findEmoji } = await import("../emoji/emoji-data.ts");
      const data = await emojiData(spoken);
      return (typed: string) => findEmoji(data, typed, MOST);
    },
    enabled: sign === ":",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  const all = (sign === ":" && data ? data(words) : []).map(
    ({ emoji, label }): Suggestion => ({ id: emoji, sign: emoji, title: label, detail: null, words: () => emoji }),
  );
  return { all, isLoading: false };
}
