import type { ConversationPort } from "../../../src/conversation/port.ts";
import type { Command, Saying } from "../../../src/domain/commands.ts";
import { type Actor, NOBODY_KNOWN } from "../../../src/domain/conversation.ts";
import type { Event } from "../../../src/domain/events.ts";
import { AGAIN_MS, OUTSIDE, sayingOf } from "./customers.ts";
import { stubOf } from "./host.ts";
import type { Plant } from "./plant.ts";

/** So late a service may answer: longer than anybody waits for it. */
const LATE_MS = 70_000;

/** A service gives up after so many times. */
const MOST_TRIES = 6;

const SERVICE: Actor = { type: "api", id: "service" };
const AGENT = "agent of theirs";

/** The services that play the AI, the customers' list, the agents and the flows where the shop has chosen so. */
export class OutsideServices {
  readonly #plant: Plant;

  constructor(plant: Plant) {
    this.#plant = plant;
  }

  /** What they are told, at times more than once; a repetition is answered under the same id. */
  hear(threadKey: string, event: Event): void {
    const { world } = this.#plant;
    if (world.happens(world.faults.lost)) return;
    const wait = world.happens(world.faults.slow) ? Math.floor(world.chance() * LATE_MS) : world.delay();
    for (const [index, command] of this.#answersTo(event).entries())
      world.after(wait + index * AGAIN_MS, () => void this.#tell(threadKey, `event:${event.seq}:${index}`, command));
  }

  #answersTo(event: Event): Command[] {
    const { world } = this.#plant;
    const { number, seq } = event;
    const saying = sayingOf(`an answer to ${seq}`, world.now);
    switch (event.type) {
      case "ai.requested": {
        if (!event.by_service) return [];
        const said = world.happens(0.2) ? { ...saying, metadata: { low_confidence: true } } : saying;
        const who = { by: "llm", sender_id: "rosa", display_name: "Rosa", turn: event.turn } as const;
        const [wants_ticket, wants_close] = [world.happens(0.15), world.happens(0.05)];
        // Without a text an answer is taken only where a person is to go on.
        const isSaid = !wants_ticket || world.happens(0.5);
        return [{ type: "receive_answer", number, ...who, saying: isSaid ? said : null, wants_ticket, wants_close }];
      }
      case "customer.requested": {
        const contact = { ...NOBODY_KNOWN, customer_id: world.pick([null, "customer-7"]) };
        return [{ type: "identify_customer", contact, actor: SERVICE }];
      }
      case "ticket.requested": {
        const ticket = { number, ticket_id: `ticket ${seq}`, actor: SERVICE };
        const opens: Command = { type: "open_ticket", ...ticket };
        const assigns: Command = { type: "assign_ticket", ...ticket, agent_id: AGENT };
        const changes: Command = { type: "change_ticket", ...ticket, state: world.pick(["standby", "closed"]) };
        return [opens, assigns, changes].slice(0, 1 + Math.floor(world.chance() * 3));
      }
      case "answer.requested": {
        const sender = { type: "agent", id: AGENT, display_name: AGENT } as const;
        if (event.of === "flow") return event.by_service ? this.#flowAnswers(number, saying) : [];
        return [{ type: "send_message", number, sender, saying, deliver: true }];
      }
      case "flow.requested":
        return event.by_service ? this.#flowAnswers(number, saying) : [];
      default:
        return [];
    }
  }

  /** A flow says something; at times that was its last word. */
  #flowAnswers(number: number, saying: Saying): Command[] {
    const { world } = this.#plant;
    const who = { by: "flow", sender_id: "menu", display_name: "Menu", turn: null } as const;
    const [wants_ticket, isLast] = [world.happens(0.3), world.happens(0.3)];
    const answers: Command = { type: "receive_answer", number, ...who, saying, wants_ticket: false };
    const ends: Command = { type: "end_flow", number, wants_ticket, actor: { type: "flow", id: "menu" } };
    return isLast ? [answers, ends] : [answers];
  }

  async #tell(threadKey: string, key: string, command: Command, tries = 1): Promise<void> {
    const { world } = this.#plant;
    const thread = stubOf(world, () => this.#plant.thread(threadKey), OUTSIDE) as ConversationPort;
    try {
      const result = await thread.execute({ keys: [key], fingerprint: null, command });
      world.note(`a service wishes ${command.type}: ${result.ok ? "done" : result.error.code}`);
    } catch {
      if (tries < MOST_TRIES) world.after(AGAIN_MS, () => void this.#tell(threadKey, key, command, tries + 1));
    }
  }
}
