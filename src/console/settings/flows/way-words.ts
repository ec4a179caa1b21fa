import type { Text as TextOf } from "../../locales/resources.ts";
import { spanOf } from "../../ui/time.tsx";
import type { GraphNode, Way } from "./graph.ts";

type Text = TextOf<"knowledge">;

/** Why a way is taken, in words; empty for the way that is always taken. */
function wayWords(way: Way, t: Text): string {
  if (way.is === "next") return "";
  return way.is === "option" || way.is === "case" ? way.words : t(`ways.${way.is}`);
}

/** Why any of several ways is taken. */
export const waysWords = (ways: readonly Way[], t: Text): string => {
  const words = ways.map((way) => wayWords(way, t) || t("ways.next"));
  return ways.every(({ is }) => is === "next") ? "" : [...new Set(words)].join(" · ");
};

/** What a node says or does, in words. */
export function nodeWords({ type, words, seconds }: GraphNode, t: Text): string | null {
  if (type === "wait") return seconds === null ? null : spanOf(seconds * 1_000, "long");
  if (type === "end") return t(words === "ai" ? "nodes.endAi" : "nodes.endClose");
  if (type === "missing") return t("nodes.missingHint");
  return words;
}
