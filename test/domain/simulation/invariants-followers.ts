import { type Event, isMessageEvent } from "../../../src/domain/events.ts";
import { conversationId } from "../../../src/domain/ids.ts";
import type { SearchPage } from "../../../src/search/port.ts";
import type { Check, State } from "./check.ts";
import type { Plant } from "./plant.ts";
import type { Says } from "./says.ts";
import { RULES } from "./tenant.ts";

const ANYWHERE = {
  ...{ outlet_ids: null, inbox_id: null, conversation_id: null, sender_type: null, label: null, agent_id: null },
  ...{ from: null, to: null, after: null },
};

/** What was said is found where it was said, once, and nowhere else; of what was erased or deleted nothing is found. */
export async function checkSearch(states: State[], plant: Plant, says: Says, check: Check): Promise<void> {
  for (const { token } of says.said) {
    const sought = { ...ANYWHERE, text: token, order: "newest", limit: 100 };
    const { results } = (await plant.search.call("search", [sought])) as SearchPage;
    const found = results.map(({ conversation_id, seq }) => `${conversation_id}:${seq}`).sort();
    const said = states.flatMap((state) => placesOf(state, token)).sort();
    check(found.join() === said.join(), `${token} is found at ${found.join(" ")}, and was said at ${said.join(" ")}`);
  }
}

function placesOf({ key, log, executor }: State, token: string): string[] {
  const isListed = ({ number }: Event) => executor.conversation(number)?.deleted_at === null;
  const says = (event: Event) =>
    (isMessageEvent(event) && event.message.content.includes(token)) ||
    (event.type === "note.added" && event.content.includes(token));
  return log
    .filter((event) => says(event) && isListed(event))
    .map(({ number, seq }) => `${conversationId(key, number)}:${seq}`);
}

/** AG8: each of a rule's events has set it off, once. */
export function checkRules(states: State[], check: Check): void {
  const [noting] = RULES;
  for (const { key, log } of states) {
    const written = log.filter(({ type }) => type === "message.received").map(({ seq }) => seq);
    const isOfRule = ({ actor }: Event) => actor.type === "system" && actor.id?.includes(noting?.id ?? "") === true;
    const notes = log.filter((event) => event.type === "note.added" && isOfRule(event));
    check(
      notes.length === written.length,
      `${key} has ${notes.length} notes of what was written at ${written.join(" ")}`,
    );
  }
}
