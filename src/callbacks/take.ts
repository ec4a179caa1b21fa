import { nearest } from "../lib/nearest.ts";
import { err, type Result } from "../lib/result.ts";
import { INCOMING, type Incoming, isIncoming } from "../protocol/catalogue/incoming.ts";
import { canonicalName, INCOMING_NAMES, type IncomingName } from "../protocol/catalogue/names.ts";
import { takeAiAnswer, takeFlowAnswer, takeFlowEnd } from "./answers.ts";
import type { Done } from "./asking.ts";
import type { Caller } from "./caller.ts";
import type { Arrival, ServiceEvent } from "./cloud-event.ts";
import { takeDelivered } from "./delivered.ts";
import { takeGetConversation, takeGetUserConversation } from "./documents.ts";
import type { Fault } from "./fault.ts";
import { takeReceived } from "./received.ts";
import { takeOfTicket, takeTicketOpened } from "./tickets.ts";

/** What became of one event of a request. */
export type Taken = { id: string | null; type: string | null } & (Done | { outcome: "refused"; fault: Fault });

/** Takes the events of a request one after the other: a later one may need what an earlier one says. */
export async function takeEvents(caller: Caller, arrivals: readonly Arrival[]): Promise<Taken[]> {
  const all: Taken[] = [];
  for (const { id, type, event } of arrivals) {
    const done = event.ok ? await takeEvent(caller, event.value) : event;
    const named = { id, type: type && (nameOf(type) ?? type) };
    all.push(done.ok ? { ...named, ...done.value } : { ...named, outcome: "refused", fault: done.error });
  }
  return all;
}

/** The same from any event of our own catalogue: the last part of a type may be ours, as CloudEvents advises to name it. */
const nameOf = (type: string): string | null =>
  canonicalName(type) ?? canonicalName(type.slice(type.lastIndexOf(".") + 1));

async function takeEvent(caller: Caller, { type, data }: ServiceEvent): Promise<Result<Done, Fault>> {
  const name = nameOf(type);
  if (name === null || !isIncoming(name)) return err(unknownType(type, name));
  const parsed = INCOMING[name].safeParse(data);
  return parsed.success ? TAKERS[name](caller, parsed.data as never) : err(invalid(parsed.error));
}

type Take<Name extends IncomingName> = (caller: Caller, event: Incoming[Name]) => Promise<Result<Done, Fault>>;

/** Who takes what. */
const TAKERS: { [name in IncomingName]: Take<name> } = {
  "whatsapp-business-text-message-received": takeReceived,
  "whatsapp-business-message-received": takeReceived,
  "whatsapp-business-text-message-with-user-info-received": takeReceived,
  "whatsapp-business-message-with-user-info-received": takeReceived,
  "message-received": takeReceived,
  "whatsapp-business-message-delivered": takeDelivered,
  "ai-agent-answer-generated": takeAiAnswer,
  "flow-answer-generated": takeFlowAnswer,
  "flow-execution-ended": takeFlowEnd,
  "ticket-opened": takeTicketOpened,
  "agent-answer-generated": (caller, event) => takeOfTicket(caller, { name: "agent-answer-generated", event }),
  "ticket-closed": (caller, event) => takeOfTicket(caller, { name: "ticket-closed", event }),
  "ticket-state-changed": (caller, event) => takeOfTicket(caller, { name: "ticket-state-changed", event }),
  "agent-assigned": (caller, event) => takeOfTicket(caller, { name: "agent-assigned", event }),
  "ticket-comment-added": (caller, event) => takeOfTicket(caller, { name: "ticket-comment-added", event }),
  "get-conversation": takeGetConversation,
  "get-user-conversation": takeGetUserConversation,
};

function unknownType(type: string, name: string | null): Fault {
  const spelled = type.slice(0, 100);
  const what = name === null ? `Nothing is called ${spelled}.` : `${name} is what this store sends, not what it takes.`;
  const detail = `${what} Did you mean ${nearest(spelled, INCOMING_NAMES).join(", ")}?`;
  return { code: "event_type_unknown", detail };
}

const invalid = ({ issues }: { issues: { path: PropertyKey[]; message: string }[] }): Fault => ({
  code: "invalid_request",
  errors: issues.map(({ path, message }) => ({ field: path.length === 0 ? "body" : path.join("."), detail: message })),
});
