import type { Message } from "../../../api/types.ts";
import { harmless } from "./harmless.ts";

const LONGEST = 140;

/** One line of a message, without marks. */
export const snippetOf = ({ content }: Pick<Message, "content">): string =>
  harmless(content.slice(0, LONGEST * 2))
    .replace(/[\p{Cc}\u202d\u202e]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, LONGEST)
    .toWellFormed();
