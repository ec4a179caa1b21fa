import type { Message } from "../../../api/types.ts";
import { harmless } from "./harmless.ts";
import { contentInWords } from "./standing-in.ts";

const LONGEST = 140;

/** One line of a message, without marks; in the agent's language where nobody wrote it. */
export const snippetOf = (message: Pick<Message, "message_type" | "content">): string =>
  harmless(contentInWords(message).slice(0, LONGEST * 2))
    .replace(/[\p{Cc}\u202d\u202e]+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, LONGEST)
    .toWellFormed();
