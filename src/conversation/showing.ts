import { type Event, isMessageEvent } from "../domain/events.ts";

/** What changes nothing that a list shows: the way of a message to the channel, of a file to us, and who was asked what. */
const UNSEEN = new Set<Event["type"]>([
  "message.sending",
  "media.fetching",
  "media.deferred",
  "media.settled",
  "message.deferred",
  "message.unanswered",
  "message.status",
  "ai.requested",
  "answer.requested",
  "flow.requested",
  "customer.requested",
  "customer.looked_up",
  "document.requested",
]);

/** Whether an event changes what a list shows of its conversation. */
export const showsInLists = (event: Event): boolean =>
  !UNSEEN.has(event.type) || (event.type === "message.status" && event.status === "failed");

/** Whether an event changes where its conversation stands in the lists, beyond the time of its last message. */
export const movesInLists = (event: Event): boolean => showsInLists(event) && !isMessageEvent(event);
