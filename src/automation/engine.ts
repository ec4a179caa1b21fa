import type { Told } from "../conversation/told.ts";
import type { ConversationView } from "../domain/conversation.ts";
import { USUAL_REASONS } from "../domain/usual-reasons.ts";
import type { Passage } from "../following/port.ts";
import type { AutomationRuleRecord } from "../tenant/records.ts";
import type { Doing } from "./commands.ts";
import { matches } from "./conditions.ts";
import { actorOf, DEEPEST, depthOf, isBeginning } from "./depth.ts";
import { doAll } from "./doing.ts";
import { customerOf, type Matter, messageOf } from "./matter.ts";
import type { Known, Run, Standing } from "./repository.ts";
import type { Scope } from "./wording.ts";
import type { World } from "./world.ts";

/** What the engine needs beside its rules. */
export interface Surroundings {
  now: () => number;
  world: World;
  /** As it stands now. */
  conversation: (number: number) => Promise<ConversationView | null>;
  /** Whom words may name beside the customer. */
  scope: (conversation: ConversationView) => Promise<Pick<Scope, "agent" | "outlet" | "tenant">>;
  known: (ruleId: string, seq: number) => Known | null;
  /** What is about to be done, or was. */
  keep: (run: Run, isDone: boolean) => void;
  forget: () => void;
}

/**
 * Follows a thread: each event sets off the rules that are about it, the oldest first.
 * @returns how far it is then; null where nothing of it was any rule's business
 */
export async function follow(
  { told, through }: Passage,
  rules: readonly AutomationRuleRecord[],
  before: Standing,
  around: Surroundings,
): Promise<Standing | null> {
  let { depth } = before;
  let isConcerned = false;
  for (const one of told.filter(({ event }) => event.seq > before.through)) {
    const { event } = one;
    if (event.type === "thread.erased") around.forget();
    const own = depthOf(event, depth);
    if (isBeginning(event)) depth = 0;
    for (const rule of rules.filter((candidate) => isAbout(candidate, event))) {
      isConcerned = true;
      if (await setOff(rule, one, own + 1, around)) depth = Math.max(depth, own + 1);
    }
  }
  return isConcerned || depth !== before.depth ? { through, depth } : null;
}

/** AG8: what happened before a rule was switched on is none of its business. */
const isAbout = ({ on, enabled, enabled_at }: AutomationRuleRecord, { type, at }: Told["event"]): boolean =>
  enabled && enabled_at !== null && at >= enabled_at && on.includes(type as (typeof on)[number]);

/** @returns whether it did anything, now or before this was repeated */
async function setOff(rule: AutomationRuleRecord, told: Told, depth: number, around: Surroundings): Promise<boolean> {
  const { event, contact, messages } = told;
  const known = around.known(rule.id, event.seq);
  if (known?.is_done) return known.run.outcome !== "loop_guard";
  const matter: Matter = { ...told, message: messageOf(event, messages) };
  // What was begun is done, whatever it has changed itself.
  if (known === null && !matches(rule.conditions, matter, event.at)) return false;
  // Rules before this one, or the same one a moment ago, may have changed what it asks for.
  const conversation = (await around.conversation(event.number)) ?? told.conversation;
  if (known === null && !matches(rule.conditions, { ...matter, conversation }, event.at)) return false;
  const run = runOf(rule, told, Math.min(depth, DEEPEST), new Date(around.now()).toISOString());
  // AG9: a row of rules that nobody interrupts goes round in a circle, or might as well.
  if (depth > DEEPEST) {
    around.keep({ ...run, outcome: "loop_guard", actions: [] }, true);
    return false;
  }
  around.keep(run, false);
  const scope = {
    ...(await around.scope(conversation)),
    conversation,
    customer: customerOf(contact),
    message: matter.message,
  };
  const doing = doingOf(rule, event.number, depth, { scope, at: around.now() });
  // AG8: by these keys the thread knows what it did already, should this be repeated after a crash.
  const keyOf = (index: number) => `automation:${rule.id}:${event.seq}:${index}`;
  const actions = await doAll(around.world, rule.actions, doing, { keyOf, stops: false });
  const outcome = actions.some((one) => one.outcome === "refused") ? "refused" : "done";
  around.keep({ ...run, outcome, actions }, true);
  return true;
}

const runOf = ({ id, name }: AutomationRuleRecord, { event, conversation }: Told, depth: number, at: string): Run => ({
  rule_id: id,
  rule_name: name,
  at,
  conversation_id: conversation.id,
  event: { seq: event.seq, type: event.type, at: event.at },
  matched: true,
  outcome: "done",
  depth,
  actions: [],
});

/** A rule does what it does in its own name. */
export function doingOf(
  { id, name }: Pick<AutomationRuleRecord, "id" | "name">,
  number: number,
  depth: number,
  rest: Pick<Doing, "scope" | "at">,
): Doing {
  const actor = actorOf(id, depth);
  const sender = { type: "system", id: actor.id, display_name: "System" } as const;
  return { number, actor, sender, reason: USUAL_REASONS.rule(name), ...rest };
}
