import type { Language } from "./language.ts";
import { EASTERN_TRADE_WORDS } from "./trade-words-east.ts";
import { WESTERN_TRADE_WORDS } from "./trade-words-west.ts";

/**
 * What customers of any shop say in several ways: one line a meaning, its words and phrases with commas between. A line with
 * "?" in front holds what is asked for and what the answer will have: it counts less. A tenant's own synonyms come on top.
 */
export const TRADE_WORDS: Partial<Record<Language, string>> = { ...WESTERN_TRADE_WORDS, ...EASTERN_TRADE_WORDS };
