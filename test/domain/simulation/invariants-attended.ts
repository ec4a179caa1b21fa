import type { TicketPage } from "../../../src/desk/port.ts";
import type { AgentPresence, TicketView } from "../../../src/desk/ticket.ts";
import type { Conversation } from "../../../src/domain/conversation.ts";
import type { Event } from "../../../src/domain/events.ts";
import { conversationId } from "../../../src/domain/ids.ts";
import type { Check, State } from "./check.ts";
import type { Plant } from "./plant.ts";

/** Nobody who wrote is left alone: it is somebody's turn, and they know it. */
export async function checkAttended(states: State[], plant: Plant, check: Check): Promise<void> {
  const page = (await plant.desk.call("tickets", [{ limit: 1_000 }])) as TicketPage;
  for (const { key, thread, log } of states) {
    const { current } = thread;
    const id = current && conversationId(key, current.number);
    const kept = page.tickets.filter((ticket) => ticket.conversation_id === id && ticket.state !== "closed");
    if (current?.state !== "open") check(kept.length === 0, `a ticket is left of ${key}, which is over`);
    else {
      checkWord(key, current, check);
      if (plant.configuration.tenant.services.agents === "remote") checkAsked(key, current, kept, check);
      else checkTicket(key, current, kept, plant, check);
    }
    checkTurns(key, log, check);
  }
  await checkLoad(states, plant, check);
}

/** TU2: what the AI was asked once it answers once. */
function checkTurns(key: string, log: Event[], check: Check): void {
  const answered = log.flatMap((event) =>
    event.type === "message.queued" && event.message.metadata?.turn !== undefined
      ? [`${event.number}:${event.message.metadata.turn}`]
      : [],
  );
  check(new Set(answered).size === answered.length, `turns of ${key} were answered twice: ${answered.join(" ")}`);
}

/** AS2: how much somebody has to do is what they were given and does not sleep. */
async function checkLoad(states: State[], plant: Plant, check: Check): Promise<void> {
  const presence = (await plant.desk.call("presence", [])) as AgentPresence[];
  for (const { agent_id, load } of presence) {
    const own = states.filter(
      ({ thread: { current } }) =>
        current?.state === "open" && current.agent_id === agent_id && current.snoozed_until === null,
    );
    check(load === own.length, `${agent_id} is taken to have ${load} conversations, and has ${own.length}`);
  }
}

function checkWord(key: string, { control, turn, waiting_since, ...current }: Conversation, check: Check): void {
  if (control === "ai") {
    check(turn.asked === null && turn.collecting === null, `the AI of ${key} still has an answer to give`);
    check(waiting_since === null, `somebody waits in ${key}, and nobody was asked`);
  }
  const isAnswered = current.last_customer_message_at === null || current.is_answered_elsewhere === true;
  const isSince = waiting_since !== null || isAnswered;
  check(control !== "queue" || isSince, `${key} waits since nobody knows when`);
}

/** Where the desk plays the agents, it has one ticket of whoever is, or waits to be, with a person. */
function checkTicket(key: string, current: Conversation, kept: TicketView[], plant: Plant, check: Check): void {
  const { control, agent_id } = current;
  const own = openOf(current);
  const listed = kept.map((ticket) => ticket.id);
  check(own.join() === listed.join(), `${key} has the tickets ${own.join(" ")}, and the desk ${listed.join(" ")}`);
  if (control === "ai" || control === "flow") check(listed.length === 0, `${key} has a ticket beside its ${control}`);
  if (control === "queue")
    check(listed.length === 1 && kept[0]?.state === "pending", `nobody at the desk sees that ${key} waits`);
  if (control !== "agent") return;
  check(
    kept.every((one) => one.agent_id === agent_id),
    `${key} is with ${agent_id}, its ticket with somebody else`,
  );
  const holder = plant.configuration.agents.find(({ id }) => id === agent_id);
  check(holder?.enabled ?? true, `${key} is with ${agent_id}, who was switched off`);
}

/** Where a service plays them, it was asked for a ticket. */
function checkAsked(key: string, current: Conversation, kept: TicketView[], check: Check): void {
  check(kept.length === 0, `the desk has a ticket of ${key}, which are a service's`);
  const isAsked = current.ticket_requested_at !== null || openOf(current).length > 0;
  check(current.control !== "queue" || isAsked, `no service knows that ${key} waits`);
}

const openOf = ({ tickets }: Conversation): string[] =>
  tickets.filter(({ state }) => state !== "closed").map(({ id }) => id);
