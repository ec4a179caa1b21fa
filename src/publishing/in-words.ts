import type { Event } from "../domain/events.ts";
import { actorName } from "./people.ts";

type Of<Type extends Event["type"]> = Extract<Event, { type: Type }>;

const said = ({ message }: { message: { content: string; message_type: string } }) =>
  message.content || `[${message.message_type}]`;

/** What each event tells, for who reads a conversation and knows its type not. Never empty. */
const WORDS: { [type in Event["type"]]: (event: Of<type>) => string } = {
  "conversation.opened": () => "The conversation was opened",
  "conversation.reopened": () => "The conversation was reopened",
  "conversation.closed": ({ reason }) => `The conversation was closed (${reason.replaceAll("_", " ")})`,
  "conversation.snoozed": ({ until }) => `The conversation sleeps until ${until}`,
  "conversation.unsnoozed": () => "The conversation is awake again",
  "conversation.labels_changed": ({ labels }) =>
    labels.length === 0 ? "All labels were removed" : `Labels: ${labels.join(", ")}`,
  "conversation.priority_changed": ({ priority }) =>
    priority === null ? "The priority was removed" : `The priority is ${priority}`,
  "conversation.moved": ({ outlet_id }) => `The conversation was given to outlet ${outlet_id}`,
  "conversation.details_changed": ({ title }) =>
    title === null ? "The title was removed" : `The conversation is called ${title}`,
  "inactivity.warned": ({ closes_at }) => `Silence until ${closes_at} closes the conversation`,
  "conversation.rated": ({ score }) => `The customer gives the conversation ${score} of 5 stars`,
  "conversation.seen": ({ actor }) => `${actorName(actor)} has looked at the conversation`,
  "conversation.deleted": () => "The conversation was deleted",
  "history.begun": () => "The history is taken over from the channel",
  "thread.forwarded": () => "The customer goes on in another thread",
  "thread.joined": () => "Another thread of the customer goes on here",
  "thread.erased": () => "All that was held of the customer was erased",
  "contact.changed": () => "What is known of the customer has changed",
  "phone.left": ({ phone }) => `The customer has given up the number ${phone}`,
  "handoff.requested": ({ reason }) => `A person is asked for: ${reason}`,
  "agent.assigned": ({ agent_id }) => (agent_id === null ? "Nobody has it any more" : `Agent ${agent_id} has it`),
  "control.released": ({ control }) => `The word goes back (${control})`,
  "ai.requested": ({ turn }) => `The AI agent is asked (turn ${turn})`,
  "ai.timed_out": ({ turn }) => `The AI agent did not answer in time (turn ${turn})`,
  "ai.abstained": ({ turn }) => `The AI agent has nothing to say (turn ${turn})`,
  "flow.requested": () => "A flow is started",
  "flow.ended": ({ wants_ticket }) => (wants_ticket ? "The flow ended and asks for a person" : "The flow ended"),
  "answer.requested": ({ of }) => (of === "agent" ? "An agent is asked to answer" : "The flow is asked to answer"),
  "ticket.requested": ({ reason }) => `A ticket is asked for: ${reason}`,
  "ticket.opened": ({ ticket_id }) => `Ticket ${ticket_id} was opened`,
  "ticket.offered": ({ ticket_id, agent_id }) => `Ticket ${ticket_id} is offered to agent ${agent_id}`,
  "ticket.offer_ended": ({ agent_id, outcome }) =>
    `The offer to agent ${agent_id} has ended (${outcome.replace("_", " ")})`,
  "ticket.state_changed": ({ ticket_id, state }) => `Ticket ${ticket_id} is ${state}`,
  "ticket.closed": ({ ticket_id }) => `Ticket ${ticket_id} was closed`,
  "note.added": ({ content }) => content || "[comment]",
  "document.requested": () => "The conversation was asked for",
  "customer.requested": () => "It is asked who the customer is",
  "customer.looked_up": ({ customer_id, timed_out }) =>
    customer_id === null
      ? `It is not known who the customer is${timed_out ? ": nobody said so in time" : ""}`
      : `The customer is ${customer_id}`,
  "message.received": said,
  "message.queued": said,
  "message.added": said,
  "message.suppressed": said,
  "message.echoed": said,
  "message.observed": said,
  "message.imported": said,
  "message.changed": ({ change }) =>
    ({ reaction: "Somebody reacted to a message", edit: "A message was edited", revoke: "A message was taken back" })[
      change.type
    ],
  "message.sending": ({ attempt }) => `A message is being sent (attempt ${attempt})`,
  "message.deferred": ({ error }) => `A message waits to be sent: ${error.title}`,
  "message.unanswered": ({ error }) => `It is not known whether a message was sent: ${error.title}`,
  "message.status": ({ status, error }) => `A message is ${status}${error === null ? "" : `: ${error.title}`}`,
  "media.fetching": () => "A file is being fetched",
  "media.deferred": ({ reason }) => `A file could not be had yet: ${reason}`,
  "media.settled": ({ state, error }) => `A file is ${state}${error === null ? "" : `: ${error}`}`,
  "messages.purged": () => "Messages whose retention has ended were purged",
};

export const inWords = (event: Event): string => (WORDS[event.type] as (event: Event) => string)(event);
