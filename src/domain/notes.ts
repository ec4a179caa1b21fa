import type { Command } from "./commands.ts";
import type { Draft } from "./draft.ts";
import { existing } from "./find.ts";
import type { Rejection } from "./rejections.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** TI8, AG6: a note is for agents only: it is in the log, and never among what the customer is sent. */
export function addNote(draft: Draft, command: Of<"add_note">): Rejection | null {
  const { number, ticket_id, content, mentions = [], actor } = command;
  const rejection = existing(draft, number);
  const mentioned = mentions.length === 0 ? {} : { mentions: [...new Set(mentions)] };
  if (!rejection) draft.record({ type: "note.added", ticket_id, content, ...mentioned }, actor, number);
  return rejection;
}

/** Who is named in a note as `@[Name](agent id)`. */
export const mentionedIn = (content: string): string[] => [
  ...new Set([...content.matchAll(/@\[[^\][]{1,255}\]\(([^()\s]{1,255})\)/g)].map(([, id = ""]) => id)),
];

/** Whoever asks for a conversation's document is sent it as an event, too. */
export function requestDocument(draft: Draft, command: Of<"request_document">): Rejection | null {
  const { number, from, to, request_id, actor } = command;
  const rejection = existing(draft, number);
  if (!rejection) draft.record({ type: "document.requested", from, to, request_id }, actor, number);
  return rejection;
}
