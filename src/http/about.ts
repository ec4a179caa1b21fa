import { customerOf } from "../automation/matter.ts";
import { placesOf } from "../automation/scope.ts";
import type { Scope } from "../automation/wording.ts";
import { type Contact, type ConversationView, NOBODY_KNOWN } from "../domain/conversation.ts";
import type { AppContext, Principal } from "./context.ts";
import type { Reached } from "./reach.ts";

/** A conversation as it stands, and all that words may name in it. */
export interface About {
  view: ConversationView;
  contact: Contact;
  scope: Scope;
}

/** @param agentId who is to say it; the caller where it is an agent, else who has the conversation */
export async function aboutOf(
  c: AppContext,
  { tenant_id, actor }: Principal,
  { thread, number }: Reached,
  agentId?: string,
): Promise<About | null> {
  const view = await thread.conversation(number);
  if (view === null) return null;
  const speaker = actor.type === "agent" ? actor.id : agentId;
  const [told, places] = await Promise.all([
    thread.tell(Math.max(0, view.last_seq - 1), 1),
    placesOf(c.env, tenant_id, view, speaker ?? view.handoff_agent_id),
  ]);
  // What was told last may be purged; the conversation itself knows the most of it.
  const { customer_name: name, customer_phone: phone, customer_user_id: user_id, customer_id } = view;
  const contact = told.told.at(-1)?.contact ?? { ...NOBODY_KNOWN, name, phone, user_id, customer_id };
  const scope = { ...places, conversation: view, customer: customerOf(contact), message: null };
  return { view, contact, scope };
}
