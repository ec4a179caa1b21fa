import { isoTime } from "./clock.ts";
import { type BusinessNumber, type Contact, chatKey } from "./model.ts";
import { userIdOf } from "./people.ts";
import type { Simulator } from "./simulator.ts";
import { newWamid } from "./wamid.ts";
import { systemChange, userIdChange } from "./webhook.ts";

/** Somebody has another phone number, or another user id, from now on. The businesses that they wrote with are told. */
export function changeIdentity(
  simulator: Simulator,
  before: Contact,
  change: "number" | "user_id",
  to: string,
): Contact {
  const { state } = simulator;
  const now = change === "number" ? { ...before, wa_id: to, user_id: userIdOf(to) } : { ...before, user_id: to };
  const numbers = state
    .all("number")
    .filter(({ phone_number_id }) => state.messagesOf(chatKey({ phone_number_id, wa_id: before.wa_id })).length > 0);
  state.put("contact", now.wa_id, now);
  if (change === "number") moveChats(simulator, before, now);
  for (const number of numbers) announce(simulator, number, { change, before, now });
  return now;
}

/** The chats come along to the new number. */
function moveChats({ state, feed }: Simulator, before: Contact, now: Contact): void {
  for (const { phone_number_id } of state.all("number")) {
    const key = { phone_number_id, wa_id: before.wa_id };
    for (const message of state.messagesOf(chatKey(key)))
      state.put("message", message.id, { ...message, wa_id: now.wa_id });
    const chat = state.get("chat", chatKey(key));
    if (chat) state.put("chat", chatKey({ ...key, wa_id: now.wa_id }), { ...chat, wa_id: now.wa_id });
  }
  state.drop("contact", before.wa_id);
  // Nothing in the feed says that somebody is gone: whoever reads along starts anew.
  feed.publish("reset", {});
}

function announce(
  simulator: Simulator,
  number: BusinessNumber,
  { change, before, now }: { change: "number" | "user_id"; before: Contact; now: Contact },
): void {
  const at = isoTime(simulator.clock.now());
  const id = newWamid(now.wa_id, "from_customer");
  const chat = chatKey({ phone_number_id: number.phone_number_id, wa_id: now.wa_id });
  const told = { chat, message_id: id, carries: "other" } as const;
  const from = before.share_phone ? before.wa_id : null;
  const system = change === "number" ? numberWords(before, now) : userIdWords(before, now);
  simulator.tell(number, { ...told, id, change: systemChange(number, { id, from, at, system }) });
  simulator.tell(number, { ...told, id: `${id}:user_id`, change: userIdChange(number, { before, now, at }) });
}

const idsOf = (before: Contact, now: Contact) => ({
  ...(now.share_phone && { wa_id: now.wa_id }),
  user_id: now.user_id,
  previous_user_id: before.user_id,
});

const numberWords = (before: Contact, now: Contact) => ({
  body: `User ${now.name} changed from ${before.wa_id} to ${now.wa_id}`,
  ...idsOf(before, now),
  type: "user_changed_number",
});

const userIdWords = (before: Contact, now: Contact) => ({
  body: `User ${now.name} changed from ${before.user_id} to ${now.user_id}`,
  ...idsOf(before, now),
  type: "user_changed_user_id",
});
