import { showsInLists } from "../../../src/conversation/showing.ts";
import { type Event, isMessageEvent } from "../../../src/domain/events.ts";
import { conversationId } from "../../../src/domain/ids.ts";
import type { Passage } from "../../../src/following/port.ts";
import type { SearchPage } from "../../../src/search/port.ts";
import { type Check, type State, same, sorted } from "./check.ts";
import type { Host } from "./host.ts";
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

function placesOf({ key, log, executor, repository }: State, token: string): string[] {
  const isListed = ({ number }: Event) => executor.conversation(number)?.deleted_at === null;
  const says = (event: Event) =>
    (isMessageEvent(event) && repository.messages.get(event.seq)?.content.includes(token)) ||
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

/** RP1: what was counted piece by piece is what is counted of all at once; OP3: nothing waits that was sent. */
export async function checkReports(states: State[], plant: Plant, check: Check): Promise<void> {
  const passages: Passage[] = [];
  for (const { key } of states) {
    const passage = (await plant.thread(key).call("tell", [0, 10_000])) as Passage;
    const heard = throughOf(plant.reports, key);
    // What does not move the list comes to the followers with what does.
    const late = passage.told.filter(({ event }) => event.seq > heard && showsInLists(event));
    check(late.length === 0, `reports know ${key} up to ${heard}, and not of ${late.map(({ event }) => event.type)}`);
    const told = passage.told.filter(({ event }) => event.seq <= heard);
    if (heard > 0) passages.push({ thread_key: key, after: 0, told, through: heard, characters: 0 });
  }
  const anew = plant.newReports();
  if (passages.length > 0) await anew.call("take", [passages]);
  const [counted, recounted] = [cellsOf(plant.reports), cellsOf(anew)];
  const others = counted.filter((cell) => !recounted.includes(cell));
  check(same(counted, recounted), `reports have ${others.join("\n")} and counted anew ${recounted.join("\n")}`);
  const { waiting } = (await plant.reports.call("pulse", [])) as { waiting: number };
  const pending = states.reduce((sum, { thread }) => sum + thread.pending.length, 0);
  check(waiting === pending, `${waiting} messages are said to wait to be sent, and ${pending} do`);
}

function throughOf({ disk }: Host, threadKey: string): number {
  if (disk.isBlank) return 0;
  const rows = disk.rows("SELECT thread_key, through FROM threads") as { thread_key: string; through: number }[];
  return rows.find(({ thread_key }) => thread_key === threadKey)?.through ?? 0;
}

/** What each period, place and person has, by which it is known. */
function cellsOf({ disk }: Host): string[] {
  if (disk.isBlank) return [];
  const rows = disk.rows("SELECT * FROM cells") as { body: string }[];
  return rows.map(({ body, ...place }) => `${Object.values(place).join(" ")}: ${sorted(JSON.parse(body))}`).sort();
}
