import { threadAt } from "../conversation/port.ts";
import type { Told } from "../conversation/told.ts";
import { type ConversationView, NOBODY_KNOWN, SYSTEM } from "../domain/conversation.ts";
import { parseConversationId, parseMessageId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import { knowledgeOf } from "../knowledge/port.ts";
import { errorText, log } from "../lib/log.ts";
import type { Running } from "./repository.ts";

interface Asked {
  question: string;
  /** Of the executions' questions: asked again after a crash, it is the same one. */
  number: number;
  running: Running;
}

/** More questions than a flow can ask before it is taken for a loop. */
const MOST_QUESTIONS = 10_000;

/** Longer than the AI agent takes: who waited for ever would hear of nothing else. */
const PATIENCE_MS = 60_000;

type Answer = { body: string | null; low_confidence: boolean; wants_ticket?: boolean };

const NOTHING: Answer = { body: null, low_confidence: true };

/** What the AI agent answers to a question of a flow's; null where it does not, which is never an exception. */
export async function askAssistant(env: Cloudflare.Env, tenantId: string, asked: Asked): Promise<Answer> {
  try {
    const { id } = asked.running.execution.about.conversation;
    const place = parseConversationId(String(id));
    const conversation = place && (await threadAt(env, tenantId, place.threadKey).conversation(place.number));
    if (!conversation) return NOTHING;
    const answer = knowledgeOf(env, tenantId).answer(toldOf(asked, conversation));
    const { body, low_confidence, wants_ticket = false } = await inTime(answer);
    // It has promised a person, whom the way of an unsure answer leads to.
    return wants_ticket ? NOTHING : { body, low_confidence };
  } catch (error) {
    log("error", "flow.ai_failed", { error: errorText(error) });
    return NOTHING;
  }
}

async function inTime(work: Promise<Answer>): Promise<Answer> {
  const over = new AbortController();
  const late = scheduler.wait(PATIENCE_MS, { signal: over.signal }).then(
    () => NOTHING,
    () => NOTHING,
  );
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

/** The question as if the customer had asked it alone: its turn is none of the conversation's own. */
function toldOf({ question, number, running }: Asked, conversation: ConversationView): Told {
  const { id, name, phone, username, ...details } = running.execution.about.customer;
  const text = (value: unknown) => (typeof value === "string" ? value : null);
  const contact = {
    ...NOBODY_KNOWN,
    customer_id: text(id),
    name: text(name),
    phone: text(phone),
    username: text(username),
    customer_details: details,
  };
  const turn = -((parseMessageId(running.execution_id)?.seq ?? 0) * MOST_QUESTIONS + number);
  const at = conversation.updated_at;
  const { customer_id } = contact;
  const event = { type: "ai.requested", turn, customer_id, deadline: null, seq: conversation.last_seq, at } as const;
  return {
    event: { ...event, number: conversation.number, actor: SYSTEM },
    conversation,
    contact,
    our_number: null,
    messages: [messageOf(question, conversation, at)],
    log: [],
  };
}

function messageOf(content: string, conversation: ConversationView, at: string): Message {
  const said = { message_type: "text", content, payload: { body: content }, attachments: [], reactions: [] };
  const sender = { type: "customer", id: null, display_name: "Customer" } as const;
  const place = {
    conversation_id: conversation.id,
    seq: conversation.last_seq,
    direction: "in",
    origin: "api",
  } as const;
  return {
    ...said,
    ...place,
    schema_version: 1,
    id: conversation.id,
    sender_type: "customer",
    sender_id: null,
    sender,
    channel: conversation.channel,
    reply_to: null,
    referral: null,
    forwarded: null,
    whatsapp_message_id: null,
    status: "received",
    status_times: {},
    error: null,
    possible_duplicate: false,
    timestamp: at,
    received_at: at,
    edited_at: null,
    deleted_at: null,
    metadata: null,
    passive: false,
  };
}
