import type { Contact } from "../../../src/domain/conversation.ts";
import { isMessageEvent } from "../../../src/domain/events.ts";
import type { Check, State } from "./check.ts";
import type { People } from "./people.ts";
import { STRANGER } from "./persons.ts";

/** WH1, WH4, WH5: nobody's words stand where another's do, and all that is known to be of one person leads to one thread. */
export function checkPersons(states: State[], { says, customers }: People, check: Check): void {
  const threads = new Map(states.map(({ key, thread }) => [key, thread]));
  const rootOf = (key: string): string => {
    const to = threads.get(key)?.forwarded_to ?? null;
    return to === null ? key : rootOf(to);
  };
  const places = placesOf(states);
  const families = new Map<string, Set<number>>();
  for (const { person, token, thread_key } of says.said) {
    const place = thread_key === null ? places.get(token) : undefined;
    if (place === undefined) continue;
    const root = rootOf(place);
    families.set(root, (families.get(root) ?? new Set()).add(person));
  }
  for (const [root, persons] of families)
    check(persons.size === 1, `${root} is the thread of customers ${[...persons].map((one) => one + 1).join(" and ")}`);
  for (const person of new Set(customers.seen.map(({ index }) => index))) {
    // Of who was erased it is not known any more what they were known by.
    if (says.erased.length > 0) continue;
    const own = customers.seen.filter(({ index }) => index === person).map(({ contacts }) => contacts);
    // WH5: a number that was another's does not tell who writes.
    const telling = person === STRANGER ? own.map((some) => some.map((one) => ({ ...one, phone: null }))) : own;
    const roots = [...families].filter(([, persons]) => persons.has(person)).map(([root]) => root);
    const most = groupsOf(telling);
    check(roots.length <= most, `customer ${person + 1} has ${roots.length} threads, and should have ${most}`);
  }
}

/** In which thread each token stands, as somebody said it. */
function placesOf(states: State[]): Map<string, string> {
  const places = new Map<string, string>();
  for (const { key, log } of states) {
    for (const event of log) {
      const [token] = (isMessageEvent(event) && JSON.stringify(event.message.content).match(/q\d+q/)) || [];
      if (token) places.set(token, key);
    }
  }
  return places;
}

/** How many threads somebody may have at most: what was never seen together is not known to be one person's. */
function groupsOf(seen: readonly Contact[][]): number {
  let groups: Set<string>[] = [];
  for (const contacts of seen) {
    const names = new Set(contacts.flatMap(({ phone, user_id }) => [phone, user_id]).filter((name) => name !== null));
    const touched = groups.filter((group) => !group.isDisjointFrom(names));
    groups = [
      ...groups.filter((group) => !touched.includes(group)),
      new Set([...names, ...touched.flatMap((one) => [...one])]),
    ];
  }
  return groups.length;
}
