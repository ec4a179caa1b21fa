import { type Contact, NOBODY_KNOWN } from "../../../src/domain/conversation.ts";
import type { World } from "./world.ts";

/** Somebody outside, by all that they may be known by in turn. */
interface Person {
  name: string;
  numbers: string[];
  userIds: readonly string[];
}

const personsOf = (): Person[] => {
  const persons = ["1", "2"].map((digit) => ({
    name: `Ann Nr. ${digit}`,
    numbers: ["1", "2"].map((other) => `1555000${other}00${digit}`),
    userIds: ["1", "2", "3"].map((other) => `US.${other}00${digit}`),
  }));
  return [...persons, { name: "Ann Nr. 3", numbers: [], userIds: ["US.1003", "US.2003", "US.3003"] }];
};

/** By any of these a person would be known. */
export const TRACES = personsOf().flatMap(({ name, numbers, userIds }) => [
  name,
  ...numbers.map((number) => `+${number}`),
  ...userIds,
]);

/** Who gets a number that somebody gave up, and which number they have after that. */
export const STRANGER = 2;
const STRANGERS_NEXT = "15550002003";

/** Who there is outside. In some histories they come by either of two identifiers, or by both; in some these change. */
export class Persons {
  readonly hasUserIds: boolean;
  readonly #world: World;
  readonly #persons = personsOf();
  /** Which number and which user id each has now. */
  readonly #now = this.#persons.map(() => ({ number: 0, userId: 0 }));

  constructor(world: World) {
    this.#world = world;
    this.hasUserIds = world.happens(0.5);
  }

  /** By what somebody comes now: their number, their user id, or both. */
  formsOf(index: number): { phone: Contact; both: Contact; user: Contact } {
    const { name, numbers, userIds } = this.#persons[index] as Person;
    const { number, userId } = this.#now[index] as { number: number; userId: number };
    const wa_id = numbers[number] ?? "";
    const phone = { ...NOBODY_KNOWN, name, phone: `+${wa_id}`, wa_id };
    const user_id = userIds[userId] ?? "";
    return { phone, user: { ...NOBODY_KNOWN, name, user_id }, both: { ...phone, user_id } };
  }

  contactOf(index: number): Contact {
    const { phone, both, user } = this.formsOf(index);
    // Who has a number that was another's is never known by that alone.
    if (index === STRANGER) return this.#world.pick([both, user]);
    return this.hasUserIds ? this.#world.pick([phone, both, user]) : phone;
  }

  /** Somebody has another number, another user id or both from now on; null where they have had enough of that. */
  move(index: number): { before: Contact; after: Contact } | null {
    const now = this.#now[index];
    // Nobody gets two new numbers within minutes.
    const kinds = [...(now?.number === 0 ? ["number", "both"] : []), "user id"];
    if (!now || now.userId > 1 || (now.number > 0 && !this.hasUserIds)) return null;
    const before = this.formsOf(index);
    const what = this.hasUserIds ? this.#world.pick(kinds) : "number";
    if (what !== "user id") now.number++;
    if (what !== "number") now.userId++;
    const after = this.formsOf(index);
    const form = !this.hasUserIds ? "phone" : what === "number" ? "both" : this.#world.pick(["both", "user"] as const);
    return { before: before[form], after: after[form] };
  }

  /** Somebody else has this number now. */
  giveToStranger(number: string): void {
    const stranger = this.#persons[STRANGER];
    if (stranger?.numbers.length === 0) stranger.numbers.push(number, STRANGERS_NEXT);
  }

  get hasStranger(): boolean {
    return this.#persons[STRANGER]?.numbers.length !== 0;
  }
}
