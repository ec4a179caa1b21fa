import type { Command } from "./commands.ts";
import { type Conversation, SYSTEM } from "./conversation.ts";
import type { Draft } from "./draft.ts";
import { openOnly } from "./find.ts";
import { messageId } from "./ids.ts";
import type { Message } from "./message.ts";
import type { Policy } from "./policy.ts";
import type { Rejection } from "./rejections.ts";
import { triggeredFlow } from "./triggers.ts";

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/**
 * FL1: the first message begins a flow's execution, which is named after it; the others go on with it.
 * @returns whether a flow is to answer
 */
export function askFlow(draft: Draft, message: Message, policy: Policy): boolean {
  const { open } = draft;
  if (open === null) return false;
  const { seq: message_seq } = message;
  const runner = open.control === "flow" && open.flow_execution_id !== null ? runnerOf(open, policy) : null;
  if (runner === "ours" || runner === "service") {
    const by_service = runner === "service";
    draft.record({ type: "answer.requested", of: "flow", message_seq, by_service }, SYSTEM);
    return true;
  }
  if (begin(draft, message, policy)) return true;
  // FL7: who ran this flow does so no more, or the one that was to begin is not there any more.
  if (open.control === "flow") draft.record({ type: "control.released", control: policy.released_control }, SYSTEM);
  return false;
}

/** Who runs the flow that has the word: what is ours goes on also when it was switched off since. */
function runnerOf({ flow_id }: Conversation, { remote }: Policy): "ours" | "service" | "nobody" {
  if ((flow_id ?? null) !== null) return "ours";
  return remote.flows ? "service" : "nobody";
}

function begin(draft: Draft, message: Message, policy: Policy): boolean {
  const by_service = policy.remote.flows;
  const isWaited = draft.open?.control === "flow";
  const flow_id = by_service ? null : triggeredFlow(message, policy, isWaited);
  if (by_service ? !isWaited : flow_id === null) return false;
  const begun = { flow_execution_id: message.id, flow_id, variables: null, by_service };
  draft.record({ type: "flow.requested", message_seq: message.seq, ...begun }, SYSTEM);
  return true;
}

/** FL5: one of our flows begins because somebody wishes so. */
export function startFlow(draft: Draft, command: Of<"start_flow">, policy: Policy): Rejection | null {
  const { number, flow_id, variables, actor } = command;
  const found = openOnly(draft, number);
  if ("code" in found) return found;
  const { control, flow_execution_id: running } = found;
  if (!policy.embedded.flows) return { code: "flows_not_embedded" };
  if (control === "queue" || control === "agent") return { code: "with_person" };
  if (control === "flow" && running !== null) return { code: "flow_running", flow_execution_id: running };
  const { thread_key = "" } = draft.thread.identity ?? {};
  const flow_execution_id = messageId(thread_key, draft.thread.seq + 1);
  const begun = { flow_execution_id, flow_id, variables, by_service: false };
  draft.record({ type: "flow.requested", message_seq: 0, ...begun }, actor);
  return null;
}

/** FL6: whether this is an execution of ours that has the word no more. */
export const isOver = (conversation: Conversation, executionId: string | null, { embedded, remote }: Policy): boolean =>
  !remote.flows &&
  (embedded.flows || (conversation.flow_id ?? null) !== null) &&
  conversation.flow_execution_id !== executionId;
