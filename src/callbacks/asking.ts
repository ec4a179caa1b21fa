import { threadAt } from "../conversation/port.ts";
import type { Command } from "../domain/commands.ts";
import { conversationId, parseConversationId } from "../domain/ids.ts";
import type { MessageStatus } from "../domain/message.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { Caller } from "./caller.ts";
import { type Fault, faultOf } from "./fault.ts";

/** What became of an event that was not refused. `known`: it had come before. `waiting`: for its ticket to be opened. */
export interface Done {
  outcome: "taken" | "known" | "waiting";
  conversation_id?: string;
  ticket_id?: string;
  /** What was said by it, and whether it is on its way or came too late. */
  message?: { id: string; status: MessageStatus | null };
  document?: object;
}

/** The key under which a thread knows that it has taken an event. */
export const eventKey = (uuid: string): string => `event:${uuid}`;

/** Puts a wish to the thread of a conversation; under keys that it knows nothing happens twice. */
export async function askConversation(
  { env, configuration }: Caller,
  id: string,
  keys: string[],
  command: (number: number) => Command,
): Promise<Result<Done, Fault>> {
  const place = parseConversationId(id);
  if (place === null) return err(unknownConversation(id));
  const { threadKey, number } = place;
  const thread = threadAt(env, configuration.tenant.id, threadKey);
  // Calls of one caller arrive in their order: what is known here was so before the command.
  const [known, result] = await Promise.all([
    thread.knows(keys),
    thread.execute({ keys, fingerprint: null, command: command(number) }),
  ]);
  if (!result.ok) {
    const fault = faultOf(result.error);
    return err(fault.code === "conversation_not_found" ? unknownConversation(id) : fault);
  }
  const outcome = known.length > 0 ? "known" : "taken";
  const { message } = result.value;
  const said = message && { message: { id: message.id, status: message.status } };
  return ok({ outcome, conversation_id: conversationId(threadKey, number), ...said });
}

/** Whether the thread of a conversation has taken an event. */
export async function hasTaken({ env, configuration }: Caller, id: string, uuid: string): Promise<boolean> {
  const place = parseConversationId(id);
  const known = place && (await threadAt(env, configuration.tenant.id, place.threadKey).knows([eventKey(uuid)]));
  return known !== null && known.length > 0;
}

const unknownConversation = (id: string): Fault => ({
  code: "conversation_not_found",
  detail: `The tenant of this key has no conversation ${id.slice(0, 64)}: send the conversation_id that this store printed.`,
});
