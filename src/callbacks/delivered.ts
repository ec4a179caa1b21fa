import { threadAt } from "../conversation/port.ts";
import { parseMessageId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { Incoming } from "../protocol/catalogue/incoming.ts";
import { type Done, eventKey } from "./asking.ts";
import type { Caller } from "./caller.ts";
import { type Fault, fieldFault } from "./fault.ts";
import { contactOf, ofNumber, type Standing, standingOf, standingWith } from "./whose.ts";

type Delivered = Incoming["whatsapp-business-message-delivered"];

/** A message of ours, where it lies: by its own id, or by the channel's, which its thread knows. */
interface Found {
  thread_key: string;
  message: Pick<Message, "id" | "conversation_id" | "whatsapp_message_id"> | null;
}

/** A service that has the channel says that a message of ours has reached its receiver. */
export async function takeDelivered(caller: Caller, event: Delivered): Promise<Result<Done, Fault>> {
  const key = eventKey(event.uuid);
  const own = event.message_id === null ? null : parseMessageId(event.message_id);
  const channelId = event.whatsapp_message_id ?? (own === null ? event.message_id : null);
  const keys = channelId === null ? [key] : [key, `wa:${channelId}`];
  const standing = own
    ? ok(await standingOf(caller, own.threadKey, keys))
    : await standingOfReceiver(caller, event, keys);
  if (!standing.ok) return standing;
  if (standing.value.known.has(key)) return ok({ outcome: "known" });
  const found = own
    ? await ownMessage(caller, own.threadKey, own.seq)
    : await messageTo(caller, standing.value, channelId);
  return found === null ? err(notFound(event)) : report(caller, event, found, channelId);
}

async function report(
  { env, configuration }: Caller,
  { uuid, timestamp: at }: Delivered,
  { thread_key, message }: Found,
  channelId: string | null,
): Promise<Result<Done, Fault>> {
  const thread = threadAt(env, configuration.tenant.id, thread_key);
  const channel_message_id = channelId ?? message?.whatsapp_message_id ?? null;
  const told = { status: "delivered", at, channel_message_id, error: null } as const;
  await thread.reportStatuses([{ message_id: message?.id ?? null, report: told }]);
  await thread.execute({ keys: [eventKey(uuid)], fingerprint: null, command: { type: "wake" } });
  return ok({ outcome: "taken", ...(message && { conversation_id: message.conversation_id }) });
}

async function ownMessage({ env, configuration }: Caller, thread_key: string, seq: number): Promise<Found | null> {
  const message = await threadAt(env, configuration.tenant.id, thread_key).message(seq);
  return message?.direction === "out" ? { thread_key, message } : null;
}

/** A message that a service has sent, and may have arrived. */
const SENT = ["accepted", "sent", "delivered", "read", "played"];
/** One of which it is not known whether it has. */
const ON_ITS_WAY = ["accepted", "sent"];

/**
 * The message that has the channel's id; else the only one on its way whose id nobody has told. Without an id the latest is
 * meant.
 */
async function messageTo(caller: Caller, { thread_key, known }: Standing, channelId: string | null) {
  const messages = await latest(caller, thread_key);
  const named = messages.find(({ whatsapp_message_id: id }) => id !== null && id === channelId);
  if (named?.direction === "in") return null;
  const holder = known.get(`wa:${channelId}`);
  if (holder !== undefined) return { thread_key: holder, message: named ?? null };
  const sent = messages.filter(({ direction, status }) => direction === "out" && SENT.includes(status ?? ""));
  const nameless = sent.filter(
    ({ whatsapp_message_id: id, status }) => id === null && ON_ITS_WAY.includes(status ?? ""),
  );
  const message = channelId === null ? sent.at(-1) : nameless.length === 1 ? nameless[0] : undefined;
  return message ? { thread_key, message } : null;
}

/** So far back a message may lie that is told of without our id. */
const MOST_LOOKED_AT = 100;

/** The last messages of a thread's latest conversation, oldest first. */
async function latest({ env, configuration }: Caller, threadKey: string): Promise<Message[]> {
  const thread = threadAt(env, configuration.tenant.id, threadKey);
  const result = await thread.execute({ keys: [], fingerprint: null, command: { type: "wake" } });
  const number = result.ok ? result.value.conversation?.number : undefined;
  const messages = number === undefined ? null : await thread.messages(number, { limit: MOST_LOOKED_AT });
  return JSON.parse(messages ?? "[]") as Message[];
}

/** The thread with whom the message was sent to. Which of the two ends is ours is seen by our numbers. */
async function standingOfReceiver(
  caller: Caller,
  { sender, receiver }: Delivered,
  keys: string[],
): Promise<Result<Standing, Fault>> {
  const { configuration } = caller;
  const inboxes = configuration.inboxes.filter(({ channel }) => channel.type === "whatsapp");
  const ends = [
    { ours: sender, theirs: receiver },
    { ours: receiver, theirs: sender },
  ];
  for (const { ours, theirs } of ends) {
    const inbox = ours ? ofNumber(inboxes, ours) : inboxes.length === 1 ? inboxes[0] : undefined;
    if (!inbox || !theirs) continue;
    const standing = await standingWith(caller, { configuration, inbox }, contactOf(theirs, null), keys);
    if (standing !== null) return ok(standing);
  }
  const way = "or send sender, the business's number, and receiver, the customer's";
  return err(fieldFault("message_id", `must be the message_id of the command that sent it; ${way}`));
}

function notFound({ message_id }: Delivered): Fault {
  const what =
    message_id === null ? "Nothing was sent to this receiver lately" : `Nothing was sent under the id ${message_id}`;
  const detail = `${what}, or it cannot be told what is meant. Send the message_id of the command that sent it.`;
  return { code: "message_not_found", detail };
}
