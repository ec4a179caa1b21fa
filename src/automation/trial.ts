import type { ConversationPort } from "../conversation/port.ts";
import type { Told } from "../conversation/told.ts";
import type { Contact, ConversationView } from "../domain/conversation.ts";
import type { Message } from "../domain/message.ts";
import type { Action } from "../protocol/action.ts";
import type { AutomationTrial } from "../protocol/automation.ts";
import type { AutomationRuleRecord } from "../tenant/records.ts";
import { commandOf, type Doing, textOf } from "./commands.ts";
import { explained, matches } from "./conditions.ts";
import { doingOf } from "./engine.ts";
import { type Matter, messageOf } from "./matter.ts";
import type { Scope } from "./wording.ts";
import { faultIn, faultOf } from "./world.ts";

/** So far back an event is looked for that would set the rule off. */
const LOOKED_AT = 200;

/** Where a rule is tried. */
interface Place {
  thread: ConversationPort;
  number: number;
  view: ConversationView;
  contact: Contact;
  scope: Scope;
}

/** What a rule would do in a conversation as it stands. Nothing is done. */
export async function tryOut(
  env: Cloudflare.Env,
  tenantId: string,
  rule: AutomationRuleRecord,
  { thread, number, view, contact, scope }: Place,
): Promise<AutomationTrial> {
  const told = await lastSettingOff(thread, rule, view);
  const event = told?.event ?? null;
  const message = event ? messageOf(event, told?.messages ?? []) : await lastSaid(thread, number);
  const matter: Matter = { event, conversation: view, contact, message };
  const now = Date.now();
  const at = new Date(now).toISOString();
  const doing = doingOf(rule, number, 1, { scope: { ...scope, message }, at: now });
  return {
    matched: event !== null && matches(rule.conditions, matter, at),
    event: event && { seq: event.seq, type: event.type, at: event.at },
    conditions: explained(rule.conditions, matter, at),
    actions: await foreseen(env, tenantId, rule.actions, { doing, thread }),
  };
}

async function foreseen(
  env: Cloudflare.Env,
  tenantId: string,
  actions: readonly Action[],
  { doing, thread }: { doing: Doing; thread: ConversationPort },
): Promise<AutomationTrial["actions"]> {
  const { conversation } = doing.scope;
  const faults = await Promise.all(actions.map((action) => faultOf(env, tenantId, action, conversation)));
  const wishes = actions.map((action, index) => (faults[index] ? null : commandOf(action, doing)));
  const outcomes = await thread.foresee(wishes.filter((wish) => wish !== null));
  return actions.map((action, index) => {
    const { type } = action;
    const text = textOf(action, doing.scope);
    const outcome = wishes[index] ? outcomes.shift() : null;
    if (!outcome) return { type, outcome: "refused", events: [], code: faults[index]?.code ?? "invalid_request", text };
    if (!outcome.ok) return { type, outcome: "refused", events: [], code: faultIn(outcome.error).code, text };
    const events = outcome.value;
    return { type, outcome: events.length === 0 ? "unchanged" : "done", events, code: null, text };
  });
}

/** The conversation's latest event that the rule is about. */
async function lastSettingOff(
  thread: ConversationPort,
  { on }: AutomationRuleRecord,
  { last_seq, number }: ConversationView,
): Promise<Told | null> {
  const { told } = await thread.tell(Math.max(0, last_seq - LOOKED_AT), LOOKED_AT);
  return told.findLast(({ event }) => event.number === number && on.includes(event.type)) ?? null;
}

async function lastSaid(thread: ConversationPort, number: number): Promise<Message | null> {
  const last = await thread.recent(number, 1);
  return last === null ? null : ((JSON.parse(last) as Message[])[0] ?? null);
}
