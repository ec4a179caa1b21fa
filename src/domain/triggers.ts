import { meant, plain } from "../lib/words.ts";
import type { Saying } from "./commands.ts";
import { findWords } from "./hand-off.ts";
import { ownWords } from "./own-words.ts";
import type { Policy } from "./policy.ts";

/** What begins a flow of ours: a new conversation, a word that the customer writes, or a button that they press. */
export interface FlowTrigger {
  on: "conversation" | "word" | "button";
  /** The words, or the ids of the buttons; of a conversation none. */
  values: string[];
}

/** FL4: the flow that a customer's message begins: by its button, by the longest of its words, or because it is the first. */
export function triggeredFlow(
  saying: Pick<Saying, "message_type" | "content" | "payload">,
  { flow_triggers }: Pick<Policy, "flow_triggers">,
  isFirst: boolean,
): string | null {
  const pressed = pressedId(saying.message_type, saying.payload);
  const ofButton = flow_triggers.find(
    ({ on, values }) => on === "button" && pressed !== null && values.includes(pressed),
  );
  if (ofButton) return ofButton.flow_id;
  const written = ownWords(saying);
  const words = flow_triggers
    .filter(({ on }) => on === "word")
    .map(({ flow_id, values }) => ({
      flow_id,
      length: Math.max(0, ...values.map((value) => lengthIn(written, value))),
    }))
    .filter(({ length }) => length > 0)
    .sort((one, other) => other.length - one.length);
  if (words[0]) return words[0].flow_id;
  return isFirst ? (flow_triggers.find(({ on }) => on === "conversation")?.flow_id ?? null) : null;
}

/** How much of a text is a word that begins a flow: 0 for nothing. Who writes a sign means it: A+ is no A, and 🍕 is one. */
function lengthIn(content: string, value: string): number {
  const words = meant(value);
  if (words === "") return value.trim() !== "" && content.includes(value.trim()) ? value.trim().length : 0;
  if (words !== plain(value) && !` ${meant(content)} `.includes(` ${words} `)) return 0;
  return findWords(content, [value])?.length ?? 0;
}

/** What was pressed: a reply button or a row of a list by its id, a template's button by its payload. */
function pressedId(messageType: string, payload: Record<string, unknown>): string | null {
  const id =
    messageType === "button_reply" || messageType === "list_reply"
      ? payload.id
      : messageType === "button"
        ? payload.payload
        : null;
  return typeof id === "string" ? id : null;
}
