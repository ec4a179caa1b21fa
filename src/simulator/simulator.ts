import { type Clock, isoTime } from "./clock.ts";
import { Deliveries } from "./delivery.ts";
import { Feed } from "./feed.ts";
import { asMessageError, type Call, checkRecipient, type Fault, type Recipient } from "./graph.ts";
import { verifyWebhook } from "./handshake.ts";
import { type BusinessNumber, type Contact, chatKey, type Delivery, type Message, type Settings } from "./model.ts";
import { newContact, PEOPLE } from "./people.ts";
import { Progress } from "./progress.ts";
import type { Kind, State } from "./state.ts";
import { contactView, messageView, numberView } from "./views.ts";
import { newWamid } from "./wamid.ts";
import { digits, messageWebhook, statusWebhook } from "./webhook.ts";

const WINDOW_MS = 24 * 60 * 60 * 1_000;
const TYPING_MS = 25_000;

export interface Surroundings {
  clock: Clock;
  fetch: typeof fetch;
  random: () => number;
  /** Names this run, so that the feed's ids of an earlier one are recognised. */
  run: string;
}

type Send = Extract<Call, { kind: "send" }>;
type MarkRead = Extract<Call, { kind: "mark_read" }>;

/** How a send went: accepted, refused, or accepted with its answer lost on the way. */
export type Sent =
  | { outcome: "accepted" | "lost"; contact: Contact; id: string }
  | { outcome: "refused"; fault: Fault };

/** Meta's side and the customers' phones: what either does, and what the other then sees. */
export class Simulator {
  readonly state: State;
  readonly feed: Feed;
  readonly random: () => number;
  readonly #clock: Clock;
  readonly #fetch: typeof fetch;
  readonly #deliveries: Deliveries;
  readonly #progress: Progress;

  constructor(state: State, { clock, fetch, random, run }: Surroundings) {
    this.state = state;
    this.feed = new Feed(run);
    this.random = random;
    this.#clock = clock;
    this.#fetch = fetch;
    this.#progress = new Progress(state, clock, (message, contact) => this.#onReached(message, contact));
    this.#deliveries = new Deliveries(state, clock, fetch, {
      delivered: (delivery) => this.#onDelivered(delivery),
      failed: (delivery, reason, final) => this.#onUndelivered(delivery, reason, final),
    });
    state.onChange((kind, key) => this.#publish(kind, key));
  }

  /** Goes on where an earlier run ended. */
  start(): void {
    if (this.state.all("contact").length === 0) for (const person of PEOPLE) this.putContact(person);
    this.#deliveries.resume();
    for (const { wa_id } of this.state.all("contact")) this.#catchUp(wa_id);
  }

  close(): void {
    this.#deliveries.close();
    this.#progress.close();
  }

  /** Registers a number. A webhook that is new, or was not verified, goes through the handshake. */
  async putNumber(fields: Omit<BusinessNumber, "verified" | "verification">): Promise<BusinessNumber> {
    const id = fields.phone_number_id;
    const known = this.state.get("number", id);
    const same = known?.webhook_url === fields.webhook_url && known.verify_token === fields.verify_token;
    const { verified, verification } = same ? known : { verified: false, verification: "Not verified yet." };
    const number = { ...fields, verified, verification };
    this.state.put("number", id, number);
    if (!verified) this.state.merge("number", id, await verifyWebhook(number, this.#fetch));
    this.#deliveries.wake(id);
    return this.state.get("number", id) ?? number;
  }

  putContact(person: { wa_id: string; name: string; user_id?: string | undefined }): Contact {
    const known = this.state.get("contact", person.wa_id);
    const contact = known
      ? { ...known, name: person.name, user_id: person.user_id ?? known.user_id }
      : newContact(person);
    this.state.put("contact", contact.wa_id, contact);
    return contact;
  }

  changeContact(waId: string, changes: Partial<Contact>): void {
    this.state.merge("contact", waId, changes);
    this.#catchUp(waId);
  }

  changeSettings(changes: Partial<Settings>): Settings {
    this.state.merge("settings", "settings", changes);
    return this.state.settings;
  }

  /** A customer writes to the business. With the phone offline it waits there. */
  say(contact: Contact, number: BusinessNumber, text: string, replyTo: string | null): Message {
    const id = newWamid(contact.wa_id, "from_customer");
    const draft = this.#draft(id, contact, number.phone_number_id);
    const message: Message = { ...draft, direction: "from_customer", text, reply_to: replyTo, status: "pending" };
    this.state.put("message", id, message);
    if (contact.online) this.#dispatch(message);
    return this.state.get("message", id) ?? message;
  }

  /** The business sends: checked against what is known of the recipient, then on its way. */
  accept(number: BusinessNumber, call: Send): Sent {
    const { fail_next, lose_next_answers, enforce_window, failures } = this.state.settings;
    if (fail_next.count > 0) {
      this.changeSettings({ fail_next: { ...fail_next, count: fail_next.count - 1 } });
      return { outcome: "refused", fault: { code: fail_next.code, details: "As the simulator was told." } };
    }
    const known = this.#recipientOf(call);
    const fault = checkRecipient(call.type, this.#factsOf(known, number, call), enforce_window);
    if (fault && (failures === "at_once" || !known)) return { outcome: "refused", fault };
    if (!known && call.by === "user_id") {
      return { outcome: "refused", fault: { code: 131_026, details: "Message Undeliverable." } };
    }
    const contact = known ?? this.putContact({ wa_id: digits(call.input), name: `+${digits(call.input)}` });
    const id = newWamid(contact.wa_id, "to_customer");
    const { type, text, reply_to, biz_opaque_callback_data } = call;
    const error = fault && asMessageError(fault);
    const draft = this.#draft(id, contact, number.phone_number_id);
    this.state.put("message", id, { ...draft, type, text, reply_to, biz_opaque_callback_data, error });
    this.#progress.arrange(id);
    this.#showTyping(draft, null);
    if (lose_next_answers === 0) return { outcome: "accepted", contact, id };
    this.changeSettings({ lose_next_answers: lose_next_answers - 1 });
    return { outcome: "lost", contact, id };
  }

  /** The business read a message and all before it. */
  markRead(number: BusinessNumber, { message_id, typing }: MarkRead): Fault | null {
    const message = this.state.get("message", message_id);
    if (message?.direction !== "from_customer" || message.phone_number_id !== number.phone_number_id) {
      return { code: 131_009, details: "Param message_id is not the ID of a message that this number received." };
    }
    for (const earlier of this.state.messagesOf(chatKey(message))) {
      if (earlier.direction === "from_customer" && earlier.statuses.sent) this.#progress.reach(earlier.id, "read");
      if (earlier.id === message_id) break;
    }
    this.#progress.reach(message_id, "read");
    if (typing) this.#showTyping(message, isoTime(this.#clock.now() + TYPING_MS));
    return null;
  }

  /** The chat is open before somebody's eyes: what was delivered is read. */
  see(chat: { phone_number_id: string; wa_id: string }): void {
    const { phone_number_id, wa_id } = chat;
    this.state.put("chat", chatKey(chat), { phone_number_id, wa_id, seen_at: isoTime(this.#clock.now()) });
    for (const message of this.state.messagesOf(chatKey(chat))) {
      const unread = message.direction === "to_customer" && message.status === "delivered" && !message.read_quietly;
      if (unread) this.#progress.reach(message.id, "read");
    }
  }

  #draft(id: string, { wa_id }: Contact, phone_number_id: string): Message {
    const timestamp = isoTime(this.#clock.now());
    const chat = {
      id,
      phone_number_id,
      wa_id,
      direction: "to_customer",
      type: "text",
      text: "",
      reply_to: null,
    } as const;
    const fate = { status: "accepted", statuses: {}, error: null, trouble: null, read_quietly: false } as const;
    return { ...chat, ...fate, timestamp, biz_opaque_callback_data: null };
  }

  #recipientOf({ by, input }: Send): Contact | undefined {
    if (by === "phone") return this.state.get("contact", digits(input));
    return this.state.all("contact").find(({ user_id }) => user_id === input);
  }

  #factsOf(contact: Contact | undefined, number: BusinessNumber, { by, input }: Send): Recipient {
    const { phone_number_id } = number;
    const chat = contact ? this.state.messagesOf(chatKey({ phone_number_id, wa_id: contact.wa_id })) : [];
    // What an offline phone holds back has not been written yet as far as WhatsApp knows.
    const last = chat.findLast(({ direction, id }) => direction === "from_customer" && !this.#isHeld(id));
    return {
      known: contact !== undefined,
      on_whatsapp: contact?.on_whatsapp ?? false,
      is_sender: by === "phone" && digits(input) === digits(number.display_phone_number),
      window_open: last !== undefined && Date.parse(last.timestamp) > this.#clock.now() - WINDOW_MS,
    };
  }

  #isHeld(id: string): boolean {
    return this.state.get("message", id)?.status === "pending" && !this.state.get("delivery", id);
  }

  /** Does what had to wait for the contact's phone. */
  #catchUp(waId: string): void {
    const online = this.state.get("contact", waId)?.online;
    for (const { phone_number_id } of this.state.all("number")) {
      for (const message of this.state.messagesOf(chatKey({ phone_number_id, wa_id: waId }))) {
        if (online && this.#isHeld(message.id)) this.#dispatch(message);
        else this.#progress.arrange(message.id);
      }
    }
  }

  #dispatch(message: Message): void {
    const { id, phone_number_id, wa_id, reply_to } = message;
    const number = this.state.get("number", phone_number_id);
    const contact = this.state.get("contact", wa_id);
    if (!number || !contact) return;
    const quoted = reply_to === null ? undefined : this.state.get("message", reply_to);
    const body = messageWebhook(number, contact, message, quoted);
    this.#deliveries.enqueue({ id, chat: chatKey(message), phone_number_id, message_id: id, carries: "message", body });
  }

  #onReached(message: Message, contact: Contact): void {
    const { id: message_id, phone_number_id, status } = message;
    const number = this.state.get("number", phone_number_id);
    if (message.direction === "from_customer" || !number) return;
    const body = statusWebhook(number, contact, message, status, message.statuses[status] ?? message.timestamp);
    const id = `${message_id}:${status}`;
    this.#deliveries.enqueue({ id, chat: chatKey(message), phone_number_id, message_id, carries: "status", body });
  }

  #onDelivered({ message_id, carries }: Delivery): void {
    if (this.state.get("message", message_id)?.trouble) this.state.merge("message", message_id, { trouble: null });
    if (carries === "message") this.#progress.reach(message_id, "sent");
  }

  #onUndelivered({ message_id, carries }: Delivery, trouble: string, final: boolean): void {
    if (this.state.get("message", message_id)?.trouble !== trouble)
      this.state.merge("message", message_id, { trouble });
    if (final && carries === "message") this.#progress.reach(message_id, "failed");
  }

  #showTyping({ phone_number_id, wa_id }: Message, until: string | null): void {
    this.feed.publish("typing", { phone_number_id, wa_id, until });
  }

  #publish(kind: Kind, key: string): void {
    const number = kind === "number" && this.state.get("number", key);
    const contact = kind === "contact" && this.state.get("contact", key);
    const message = kind === "message" && this.state.get("message", key);
    if (number) this.feed.publish(kind, numberView(number));
    if (contact) this.feed.publish(kind, contactView(contact));
    if (message) this.feed.publish(kind, messageView(message));
    if (kind === "chat") this.feed.publish(kind, this.state.get("chat", key));
    if (kind === "settings") this.feed.publish(kind, this.state.settings);
  }
}
