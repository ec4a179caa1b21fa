import type { Command } from "../domain/commands.ts";
import type { Result } from "../lib/result.ts";
import type { Incoming } from "../protocol/catalogue/incoming.ts";
import { askConversation, type Done, eventKey, hasTaken } from "./asking.ts";
import type { Caller } from "./caller.ts";
import type { Fault } from "./fault.ts";
import { textSaying } from "./said.ts";

/** What the AI outside answers; whether it is said is decided when it arrives. */
export function takeAiAnswer(
  caller: Caller,
  event: Incoming["ai-agent-answer-generated"],
): Promise<Result<Done, Fault>> {
  const { uuid, timestamp, conversation_id, agent_details, body, turn, wants_ticket, wants_close, confidence } = event;
  const { agent_id, codename, version, display_name } = agent_details ?? {};
  const low_confidence = event.low_confidence || null;
  const metadata = { ...event.metadata, codename, version, turn, low_confidence, confidence };
  return askConversation(caller, conversation_id, [eventKey(uuid)], (number) => ({
    type: "receive_answer",
    number,
    by: "llm",
    sender_id: agent_id ?? codename ?? null,
    display_name: display_name ?? codename ?? "AI agent",
    turn,
    saying: body === null ? null : textSaying(body, timestamp, metadata),
    wants_ticket,
    wants_close,
  }));
}

/** What a flow outside says. */
export const takeFlowAnswer = (
  caller: Caller,
  event: Incoming["flow-answer-generated"],
): Promise<Result<Done, Fault>> =>
  askConversation(caller, event.conversation_id, [eventKey(event.uuid)], (number) =>
    flowAnswer(event, number, event.wants_ticket),
  );

/** A flow is over; it may have had a last word. */
export async function takeFlowEnd(
  caller: Caller,
  event: Incoming["flow-execution-ended"],
): Promise<Result<Done, Fault>> {
  const { uuid, conversation_id, flow_execution_id: id, wants_ticket, body } = event;
  const key = eventKey(uuid);
  if (body !== null && !(await hasTaken(caller, conversation_id, uuid))) {
    const said = await askConversation(caller, conversation_id, [`${key}:body`], (number) =>
      flowAnswer(event, number, false),
    );
    if (!said.ok) return said;
  }
  const actor = { type: "flow", id } as const;
  return askConversation(caller, conversation_id, [key], (number) => ({
    type: "end_flow",
    number,
    wants_ticket,
    actor,
  }));
}

function flowAnswer(
  { timestamp, flow_execution_id, flow_type, body }: Incoming["flow-answer-generated"],
  number: number,
  wants_ticket: boolean,
): Command {
  return {
    type: "receive_answer",
    number,
    by: "flow",
    sender_id: flow_execution_id,
    display_name: "Flow",
    turn: null,
    saying: body === null ? null : textSaying(body, timestamp, { flow_execution_id, flow_type }),
    wants_ticket,
  };
}
