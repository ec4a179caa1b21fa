import { threadAt, type WorkJob } from "../conversation/port.ts";
import { plainSaying } from "../domain/telling.ts";
import { knowledgeOf } from "../knowledge/port.ts";
import { log } from "../lib/log.ts";

/**
 * Has our own AI agent answer a turn. Safe twice: the agent answers a turn once, and its answer is taken once; whether it
 * still fits is decided when it arrives (TU3).
 */
export async function answerByAi(
  env: Cloudflare.Env,
  { tenant_id, thread_key, seq }: Extract<WorkJob, { kind: "ask_ai" }>,
): Promise<void> {
  const thread = threadAt(env, tenant_id, thread_key);
  const [told] = (await thread.tell(seq - 1, 1)).told;
  if (told?.event.type !== "ai.requested") return;
  const { number, turn } = told.event;
  const { body, metadata, low_confidence, confidence, wants_ticket, handoff_reason, closes } = await knowledgeOf(
    env,
    tenant_id,
  ).answer(told);
  const known = { ...metadata, confidence, ...(low_confidence && { low_confidence }) };
  const command = {
    type: "receive_answer",
    number,
    by: "llm",
    sender_id: "assistant",
    display_name: "AI agent",
    turn,
    saying: body === null ? null : { ...plainSaying(body, new Date().toISOString()), metadata: known },
    wants_ticket,
    reason: handoff_reason,
    wants_close: closes,
  } as const;
  const said = await thread.execute({ keys: [`ai:${number}:${turn}`], fingerprint: null, command });
  if (!said.ok) log("warn", "ai.answer_refused", { code: said.error.code });
}
