import type { Actor } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";

/** AG9: rules may set off rules so deep. */
export const DEEPEST = 3;

const PREFIX = "automation:";

/** Who does what a rule wishes: the first in a row by its id alone, those that others set off with how deep they are. */
export const actorOf = (ruleId: string, depth: number): Actor => ({
  type: "system",
  id: `${PREFIX}${ruleId}${depth > 1 ? `:${depth}` : ""}`,
});

/** With whom a new row begins: whoever is no machine of the tenant's own, or decides outside. */
const BEGINS: ReadonlySet<Actor["type"]> = new Set(["customer", "agent", "api"]);

export const isBeginning = ({ actor }: Event): boolean => BEGINS.has(actor.type);

/**
 * How many rules in a row led to an event. What a rule did says so itself; what a machine did otherwise (a flow, the
 * channel, time) is as deep as the last thing that a rule did in this thread.
 * @param standing how deep the thread is since anybody last did something of their own
 */
export function depthOf(event: Event, standing: number): number {
  if (isBeginning(event)) return 0;
  const { id } = event.actor;
  if (event.actor.type !== "system" || !id?.startsWith(PREFIX)) return standing;
  const [, depth = "1"] = id.slice(PREFIX.length).split(":");
  return Number(depth);
}
