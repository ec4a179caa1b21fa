import { agents, type DeskWork, workAtDesk } from "./agents.ts";
import { conversationOf, textIn } from "./callback.ts";
import { type FaultName, type Faults, used } from "./faults.ts";
import { flows } from "./flows.ts";
import { gateway } from "./gateway.ts";
import type { Kept, Waiting } from "./kept.ts";
import { rag } from "./rag.ts";
import { type CloudEvent, type Reaction, type Saying, type ServiceName, type StandIn, sameId } from "./service.ts";

export const STAND_INS: { [name in ServiceName]: StandIn } = {
  "ms-gateway": gateway,
  "ms-rag": rag,
  "ms-agents": agents,
  "ms-flows": flows,
};

/** What became of a callback: it was `known` already, the service did not want it (`ignored`), or it was not taken. */
export type Outcome = "taken" | "known" | "ignored" | "failed" | "down" | "hung_up";

/** What is shuffled leaves up to so much later. */
const SHUFFLE_MS = 2_000;

/**
 * The services around the store, without any transport: what the store tells them goes in, what they say to it comes out.
 * The same callbacks, clock and chance always give the same.
 */
export class Services {
  readonly #kept: Kept;
  readonly #now: () => number;
  readonly #random: () => number;
  #order: number;

  /** @param random gives [0, 1) */
  constructor(kept: Kept, { now, random }: { now: () => number; random: () => number }) {
    this.#kept = kept;
    this.#now = now;
    this.#random = random;
    this.#order = Math.max(0, ...kept.waiting().map(({ order }) => order));
  }

  /** Tells everybody who wants it of an event; answers who took it. */
  deliver(event: CloudEvent): { service: ServiceName; outcome: Outcome }[] {
    const wanting = Object.values(STAND_INS).filter(({ types }) => types.includes(event.type));
    return wanting.map(({ name }) => ({ service: name, outcome: this.receive(name, event) }));
  }

  /** One callback to one service. What it has seen before (by its id) it drops. */
  receive(name: ServiceName, event: CloudEvent): Outcome {
    const down = this.#fault(name, "down");
    if (down) return down.how === "503" ? "down" : "hung_up";
    if (this.#kept.settings(name).faults.wrong?.how === "answers_500" && this.#fault(name, "wrong")) return "failed";
    const key = `${name} ${event.id}`;
    if (this.#kept.isKnown(key)) return "known";
    const isWanted = STAND_INS[name].types.includes(event.type);
    if (isWanted) this.#handle(name, event);
    // Last: a crash before it repeats what the store drops by its id.
    this.#kept.know(key, this.#now());
    return isWanted ? "taken" : "ignored";
  }

  /** Somebody at the desk does something of their own accord; false where there is no ticket for it. */
  work(conversation: string, work: DeskWork): boolean {
    const key = `ms-agents ${conversation}`;
    const reaction = workAtDesk(conversation, this.#kept.memory(key), work);
    if (reaction === null) return false;
    this.#react("ms-agents", conversation, `by hand ${this.#now()} ${this.#random()}`, reaction);
    return true;
  }

  /** What is said next, and by whom; null when there is nothing before `until` (in milliseconds). */
  next(until = Number.POSITIVE_INFINITY): { service: ServiceName; event: CloudEvent } | null {
    const [first] = this.ready(until);
    if (!first) return null;
    this.#kept.forget(first.id);
    return { service: first.service, event: first.event };
  }

  /** What may leave by then, what is due first in front; of a lane only its first, so that its order holds. */
  ready(until: number): Waiting[] {
    const lanes = new Set<string>();
    const mayLeave = this.#kept.waiting().filter(({ lane, loose }) => {
      const isFirst = loose || !lanes.has(lane);
      if (!loose) lanes.add(lane);
      return isFirst;
    });
    return mayLeave
      .filter(({ service, due_at }) => due_at <= until && this.#kept.settings(service).faults.down === null)
      .sort((a, b) => a.due_at - b.due_at || a.order - b.order);
  }

  /** Whether the next attempt of this service presents another API key. */
  presentsBadKey(name: ServiceName): boolean {
    return this.#kept.settings(name).faults.wrong?.how === "bad_key" && this.#fault(name, "wrong") !== null;
  }

  /** How long a service lets the store wait for its answer to a callback, in milliseconds. */
  answersAfter(name: ServiceName): number {
    return this.#kept.settings(name).faults.slow?.callbacks_ms ?? 0;
  }

  #handle(name: ServiceName, event: CloudEvent): void {
    const conversation = conversationOf(event);
    const { customers, thinks_ms } = this.#kept.settings(name);
    const standIn = STAND_INS[name];
    const memory = this.#kept.memory(`${name} ${conversation}`);
    const reaction = standIn.handle(event, { memory, customers, thinks_ms: thinks_ms ?? standIn.thinks_ms });
    this.#react(name, conversation, event.id, reaction);
  }

  /** @param cause what its events' ids are made of: the same cause gives the same ids */
  #react(name: ServiceName, conversation: string, cause: string, { memory, says }: Reaction): void {
    for (const [index, saying] of says.entries()) {
      const id = saying.once ? sameId(name, saying.type, saying.once) : sameId(name, cause, index);
      this.#say(name, conversation, id, saying);
    }
    if (memory !== undefined) this.#kept.remember(`${name} ${conversation}`, memory);
  }

  #say(name: ServiceName, conversation: string, uuid: string, saying: Saying): void {
    const wrong = this.#kept.settings(name).faults.wrong?.how;
    const spoils = wrong === "bad_payload" || wrong === "unknown_conversation";
    const data = spoils && this.#fault(name, "wrong") ? spoilt(saying, wrong) : saying.data;
    const time = new Date(this.#now()).toISOString();
    const event: CloudEvent = {
      ...{ specversion: "1.0", id: uuid, source: `urn:service:${name}`, type: saying.type, time },
      ...{ datacontenttype: "application/json", data: { uuid, timestamp: time, ...data } },
    };
    const isReordered = this.#fault(name, "reordered") !== null;
    const after = saying.after_ms + (this.#fault(name, "slow")?.events_ms ?? 0);
    const times = this.#fault(name, "duplicated")?.times ?? 1;
    for (let copy = 1; copy <= times; copy++) {
      const shuffled = isReordered ? Math.floor(this.#random() * SHUFFLE_MS) : 0;
      this.#order += 1;
      this.#kept.wait({
        ...{ id: copy === 1 ? uuid : `${uuid}:${copy}`, service: name, lane: `${name} ${conversation}` },
        ...{ order: this.#order, event, due_at: this.#now() + after + shuffled, attempts: 0, loose: isReordered },
      });
    }
  }

  /** Uses one of a fault's times; null when it does not show itself. */
  #fault<Name extends FaultName>(name: ServiceName, fault: Name): Faults[Name] | null {
    const { faults } = this.#kept.settings(name);
    const found = faults[fault];
    if (found !== null && found.count !== null) this.#kept.change(name, { faults: used(faults, fault) });
    return found;
  }
}

/** What a service says that is wrong. */
function spoilt({ data }: Saying, how: "bad_payload" | "unknown_conversation") {
  if (how === "bad_payload") return { conversation_id: 42 };
  const elsewhere = sameId("elsewhere", textIn(data.conversation_id), textIn(data.ticket_id));
  return {
    ...data,
    ...("conversation_id" in data && { conversation_id: elsewhere }),
    ...("ticket_id" in data && { ticket_id: `T-${elsewhere}` }),
    ...("message_id" in data && { message_id: `wamid.${elsewhere}` }),
  };
}
