import { factsOf } from "../../../src/desk/list-facts.ts";
import type { ConversationView } from "../../../src/domain/conversation.ts";
import type { Event } from "../../../src/domain/events.ts";
import { evolve } from "../../../src/domain/evolve.ts";
import { conversationId, parseConversationId } from "../../../src/domain/ids.ts";
import type { Message } from "../../../src/domain/message.ts";
import { EMPTY_THREAD } from "../../../src/domain/thread.ts";
import type { Json } from "./api.ts";
import type { Ledger, Wish } from "./ledger.ts";
import { type Log, messagesOf, RANKS } from "./logs.ts";
import type { PhoneMessage } from "./phones.ts";
import type { Subscriber } from "./subscriber.ts";

/** All that can be seen of the product from outside at one time. */
export interface Seen {
  logs: Log[];
  /** What did not stay as it was read before, in words. */
  changed: string[];
  /** The desk's list. */
  listed: Json[];
  /** What each conversation of the list says of itself. */
  own: Map<string, Json>;
  phones: Map<string, PhoneMessage[]>;
  /** Two minutes of the product's clock are two minutes. */
  clockIsSteady: boolean;
  subscriber: Subscriber;
  ledger: Ledger;
}

/** What must hold at every moment: nothing acknowledged is lost, nothing is stored twice, all is in order. */
export function brokenNow(seen: Seen): string[] {
  return [
    ...seen.ledger.wrong,
    ...seen.changed,
    ...seen.logs.flatMap(gaps),
    ...storedOnce(seen),
    ...inOrder(seen),
    ...seen.logs.flatMap(speaksUnasked),
    ...sentInOrder(seen),
    ...toldInOrder(seen),
  ];
}

/** What must hold once everything that was begun has come to its end. */
export function brokenAtRest(seen: Seen): string[] {
  return [
    ...phonesHeard(seen),
    ...sentAtLeastOnce(seen),
    ...statusesArrived(seen),
    ...allTold(seen),
    ...nothingElseTold(seen),
    ...deskAgrees(seen),
  ];
}

const by = <K, V>(list: Iterable<V>, key: (one: V) => K): Map<K, V[]> => Map.groupBy(list, key);

function gaps({ threadKey, events }: Log): string[] {
  const at = events.findIndex(({ seq }, index) => seq !== index + 1);
  return at < 0 ? [] : [`the log of ${threadKey} has seq ${events[at]?.seq} in place ${at + 1}`];
}

/** Which wish a message fulfils; what a bot says may repeat the customer's words. */
const markIn = ({ content, sender_type }: Message): string | undefined =>
  sender_type === "llm" || sender_type === "flow" ? undefined : /\[[a-z0-9-]+\]$/.exec(content)?.[0];

function storedOnce({ logs, ledger, phones }: Seen): string[] {
  const all = logs.flatMap((log) => messagesOf(log).map((message) => ({ log, message })));
  const byMark = by(
    all.filter(({ message }) => markIn(message) !== undefined),
    ({ message }) => markIn(message),
  );
  const byWamid = by(
    all.filter(({ message }) => message.direction === "in"),
    ({ message }) => message.whatsapp_message_id,
  );
  const lost = ledger.acknowledged.filter(({ mark }) => !byMark.has(mark));
  const others = ledger.acknowledged.filter(({ mark, messageId }) =>
    byMark.get(mark)?.some(({ message }) => message.id !== messageId),
  );
  const known = new Set(logs.map(({ customer }) => customer));
  const heard = [...phones].flatMap(([customer, chat]) =>
    known.has(customer)
      ? chat.filter(({ direction, status }) => direction === "from_customer" && status !== "pending")
      : [],
  );
  const twice = [...byMark, ...byWamid].filter(([key, list]) => key !== null && list.length > 1);
  return [
    ...lost.map(({ mark, messageId }) => `${mark} was acknowledged as ${messageId} and is not stored`),
    ...others.map(
      ({ mark, messageId }) =>
        `${mark} was acknowledged as ${messageId} and is stored as ${byMark.get(mark)?.map(({ message }) => JSON.stringify(message))}`,
    ),
    ...heard
      .filter(({ id }) => !byWamid.has(id))
      .map(({ id }) => `the webhook of ${id} was answered 200, and it is not stored`),
    ...twice.map(([key, list]) => `${key} is stored ${list.length} times`),
  ];
}

/** What one sender said in a thread lies there as it was said; what came from a phone as it was typed. */
function inOrder({ logs, ledger, phones }: Seen): string[] {
  const wishes = new Map(ledger.wishes.map((wish) => [wish.mark, wish]));
  return logs.flatMap((log) => {
    const said = messagesOf(log).flatMap((message) => wishes.get(markIn(message) ?? "") ?? []);
    const unordered = [...by(said, ({ sender }: Wish) => sender)].filter(
      ([, own]) => !ascends(own.map(({ count }) => count)),
    );
    const typed = (phones.get(log.customer) ?? []).map(({ id }) => id);
    const places = messagesOf(log)
      .map(({ whatsapp_message_id }) => typed.indexOf(whatsapp_message_id ?? ""))
      .filter((place, index) => place >= 0 && messagesOf(log)[index]?.direction === "in");
    return [
      ...unordered.map(
        ([sender, own]) => `what ${sender} said to ${log.customer} is stored as ${own.map(({ count }) => count)}`,
      ),
      ...(ascends(places) ? [] : [`what ${log.customer} typed is stored as ${places}`]),
    ];
  });
}

const ascends = (numbers: number[]): boolean =>
  numbers.every((number, index) => index === 0 || number > Number(numbers[index - 1]));

/** No answer of a machine is on its way once a person has or awaits the word. */
function speaksUnasked({ threadKey, events }: Log): string[] {
  let thread = EMPTY_THREAD;
  const found: string[] = [];
  for (const event of events) {
    const control = thread.current?.control;
    const isBots = event.type === "message.queued" && event.message.sender_type === "llm";
    if (isBots && (control === "agent" || control === "queue"))
      found.push(`the AI answers at ${event.seq} of ${threadKey} although ${control} has the word`);
    thread = evolve(thread, event);
  }
  return found;
}

const arrivalsOf = (chat: PhoneMessage[] = []) => chat.filter(({ direction }) => direction === "to_customer");

/** Messages of a thread reach the customer in their order, and one that may have arrived is not sent again within two minutes. */
function sentInOrder({ logs, phones, clockIsSteady }: Seen): string[] {
  return logs.flatMap((log) => {
    const seqs = new Map(messagesOf(log).map(({ id, seq }) => [id, seq]));
    const arrivals = arrivalsOf(phones.get(log.customer));
    const firsts = [...by(arrivals, ({ biz_opaque_callback_data }) => biz_opaque_callback_data).keys()];
    const order = firsts.map((id) => seqs.get(id ?? "") ?? Number.NaN);
    return [
      ...(ascends(order) ? [] : [`messages of ${log.customer} were sent as ${order}`]),
      ...repeated(arrivals).flatMap((again) => tooSoon(again, log, clockIsSteady)),
    ];
  });
}

/** The arrivals of messages that arrived more than once. */
export const repeated = (arrivals: PhoneMessage[]): PhoneMessage[][] =>
  [...by(arrivals, ({ biz_opaque_callback_data }) => biz_opaque_callback_data).values()].filter(
    ({ length }) => length > 1,
  );

const GRACE_MS = 120_000;

/** DL5: an answer was lost, two minutes passed without a status, and what was sent again says so. */
function tooSoon(arrivals: PhoneMessage[], { events }: Log, clockIsSteady: boolean): string[] {
  const id = arrivals[0]?.biz_opaque_callback_data ?? "";
  const times = arrivals.map(({ timestamp }) => Date.parse(timestamp));
  const gap = Math.min(...times.slice(1).map((time, index) => time - Number(times[index])));
  const marked = events.some((event) => event.type === "message.sending" && event.message_id === id && event.repeats);
  return marked && (gap > GRACE_MS - 1_000 || !clockIsSteady)
    ? []
    : [`message ${id} was sent ${arrivals.length} times, ${gap} ms apart`];
}

/** CB1: a thread's events arrive for the first time in their order. */
function toldInOrder({ subscriber }: Seen): string[] {
  const threads = by(subscriber.taken, ([conversation]) => parseConversationId(conversation)?.threadKey);
  return [...threads].flatMap(([key, conversations]) =>
    conversations.flatMap(([conversation, taken]) => {
      const firsts = [...by(taken, ({ seq }) => seq).keys()];
      return key === undefined || ascends(firsts) ? [] : [`the subscriber was told of ${conversation}: ${firsts}`];
    }),
  );
}

/** What was typed on a phone is stored: its webhook is repeated until it is. */
function phonesHeard({ logs, phones }: Seen): string[] {
  const stored = new Set(logs.flatMap(messagesOf).map(({ whatsapp_message_id }) => whatsapp_message_id));
  const typed = [...phones.values()].flat().filter(({ direction }) => direction === "from_customer");
  return typed
    .filter(({ id }) => !stored.has(id))
    .map(({ id, text }) => `"${text}" (${id}) was typed and is not stored`);
}

/** What became of each message that was to be sent, as the log tells it. */
function lastOf(events: Event[], messageId: string): Event | undefined {
  return events.findLast((event) => "message_id" in event && event.message_id === messageId);
}

function sentAtLeastOnce({ logs, phones }: Seen): string[] {
  return logs.flatMap((log) => {
    const sent = new Set(
      arrivalsOf(phones.get(log.customer)).map(({ biz_opaque_callback_data }) => biz_opaque_callback_data),
    );
    const queued = log.events.flatMap((event) => (event.type === "message.queued" ? [event.message] : []));
    return queued.flatMap(({ id, seq }) => {
      if (sent.has(id)) return [];
      const last = lastOf(log.events, id);
      const isRefused = last?.type === "message.status" && last.status === "failed" && last.error !== null;
      return isRefused
        ? []
        : [`message ${seq} of ${log.customer} was never sent; the last of it is ${last?.type ?? "that it waits"}`];
    });
  });
}

/** DL1: what WhatsApp told of a message is known, and the highest of it holds. */
function statusesArrived({ logs, phones }: Seen): string[] {
  return logs.flatMap((log) => {
    const told = by(
      log.events.flatMap((event) => (event.type === "message.status" ? [event] : [])),
      ({ message_id }) => message_id,
    );
    return arrivalsOf(phones.get(log.customer)).flatMap(({ biz_opaque_callback_data: id, status }) => {
      const highest = Math.max(...(told.get(id ?? "") ?? []).map((event) => RANKS.indexOf(event.status)), -1);
      return highest >= RANKS.indexOf(status)
        ? []
        : [`message ${id} is ${status}, and the log knows of ${RANKS[highest] ?? "nothing"}`];
    });
  });
}

/** CB1, CB4: every event reaches the subscriber. */
function allTold({ logs, subscriber }: Seen): string[] {
  const ids = new Set([...subscriber.taken.values()].flat().map(({ id }) => id));
  return logs.flatMap(({ threadKey, customer, events }) => {
    const missing = events.filter(({ seq, number }) => !ids.has(`${conversationId(threadKey, number)}:${seq}`));
    const [first] = missing;
    return first
      ? [
          `the subscriber was never told of ${missing.length} events of ${customer}, first of ${first.seq} ${first.type}`,
        ]
      : [];
  });
}

/** What the subscriber was told of happened: it stands in a log. */
function nothingElseTold({ logs, subscriber }: Seen): string[] {
  const ids = new Set(
    logs.flatMap(({ threadKey, events }) =>
      events.map(({ seq, number }) => `${conversationId(threadKey, number)}:${seq}`),
    ),
  );
  const told = [...subscriber.taken.values()].flat().filter(({ id }) => id.split(":").length === 2 && !ids.has(id));
  return told.map(({ id, type }) => `the subscriber was told of ${type} ${id}, which is in no log`);
}

/** The list tells of every conversation what it says of itself, and leaves none out. */
function deskAgrees({ logs, listed, own }: Seen): string[] {
  const ids = new Set(listed.map(({ id }) => id));
  const opened = logs.flatMap(({ threadKey, events }) =>
    events.flatMap(({ type, number }) => (type === "conversation.opened" ? [conversationId(threadKey, number)] : [])),
  );
  const wrong = listed.flatMap((one) => {
    const [told, is] = [shownOf(one), shownOf(own.get(one.id))];
    const fields = Object.keys(is).filter((name) => is[name] !== told[name]);
    const differences = fields.map((name) => `${name} ${told[name]} where it is ${is[name]}`);
    return fields.length === 0 ? [] : [`the desk says of ${one.id}: ${differences.join(", ")}`];
  });
  return [...opened.filter((id) => !ids.has(id)).map((id) => `the desk does not list ${id}`), ...wrong];
}

/** What lists show and sort by; how far a message is on its way is none of it. */
function shownOf(view: ConversationView): Record<string, string> {
  const facts = { ...factsOf(view), ticket: view.ticket, last_message: view.last_message?.seq };
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, JSON.stringify(value) ?? "nothing"]));
}
