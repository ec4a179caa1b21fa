import { type Clock, isoTime } from "./clock.ts";
import { PLAIN, WELL } from "./defaults.ts";
import { Deliveries } from "./delivery.ts";
import { Feed } from "./feed.ts";
import { handshake } from "./handshake.ts";
import { MediaServer } from "./media.ts";
import type { MediaFiles } from "./media-files.ts";
import {
  type BusinessNumber,
  type Contact,
  chatKey,
  type Delivery,
  isShown,
  type Message,
  type WebhookChange,
} from "./model.ts";
import { Pace } from "./pace.ts";
import { newContact, PEOPLE } from "./people.ts";
import { Progress } from "./progress.ts";
import { ServiceHost } from "./services/host.ts";
import { ModelStandIn } from "./services/model.ts";
import type { ServiceName } from "./services/service.ts";
import type { Settings, SettingsChange } from "./settings.ts";
import type { Kind, State } from "./state.ts";
import type { AgentConsole } from "./tool/console.ts";
import { contactView, messageView, numberView } from "./views.ts";
import { newWamid } from "./wamid.ts";
import { echoChange, messageChange, statusChange } from "./webhook.ts";

export interface Surroundings {
  clock: Clock;
  fetch: typeof fetch;
  random: () => number;
  files: MediaFiles;
  /** Names this run, so that the feed's ids of an earlier one are recognised. */
  run: string;
}

type NewMessage = Partial<Message> & Pick<Message, "direction" | "type" | "text" | "content">;

/** Meta's side and the customers' phones: what either does, and what the other then sees. */
export class Simulator {
  readonly state: State;
  readonly feed: Feed;
  readonly random: () => number;
  readonly clock: Clock;
  readonly media: MediaServer;
  readonly pace: Pace;
  readonly deliveries: Deliveries;
  readonly progress: Progress;
  readonly services: ServiceHost;
  readonly model = new ModelStandIn();
  readonly fetch: typeof fetch;
  /** Null until it is told. */
  console: AgentConsole | null = null;
  /** Where the simulator is reached: media addresses begin with it. */
  origin = "http://127.0.0.1";
  /** Messages whose statuses must not wait. */
  readonly #urgent = new Set<string>();

  constructor(state: State, surroundings: Surroundings) {
    const { clock, fetch, random, files, run } = surroundings;
    this.state = state;
    this.feed = new Feed(run);
    this.random = random;
    this.clock = clock;
    this.fetch = fetch;
    this.media = new MediaServer(state, clock, files);
    this.pace = new Pace(clock);
    this.progress = new Progress(state, clock, (message) => this.#onReached(message));
    this.deliveries = new Deliveries(state, surroundings, {
      delivered: (delivery) => this.#onDelivered(delivery),
      failed: (delivery, reason, final) => this.#onUndelivered(delivery, reason, final),
    });
    this.services = new ServiceHost(state, surroundings);
    state.onChange((kind, key) => this.#publish(kind, key));
  }

  /** Goes on where an earlier run ended. */
  start(): void {
    if (this.state.all("contact").length === 0) for (const person of PEOPLE) this.putContact(person);
    this.media.sweep();
    this.deliveries.resume();
    this.services.start();
    for (const { wa_id } of this.state.all("contact")) this.#catchUp(wa_id);
  }

  close(): void {
    this.deliveries.close();
    this.services.close();
    this.progress.close();
  }

  /** Registers a number. A webhook that is new, or was not verified, goes through the handshake. */
  async putNumber(
    fields: Omit<BusinessNumber, "verified" | "verification" | "override_url" | "blocked" | "profile">,
  ): Promise<BusinessNumber> {
    const id = fields.phone_number_id;
    const known = this.state.get("number", id);
    const same = known?.webhook_url === fields.webhook_url && known.verify_token === fields.verify_token;
    const { verified, verification } = same ? known : { verified: false, verification: "Not verified yet." };
    const number = { override_url: null, blocked: [], profile: WELL, ...known, ...fields, verified, verification };
    this.state.put("number", id, number);
    if (!verified) this.state.merge("number", id, await handshake(number, this.fetch));
    this.deliveries.wake(id);
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

  changeSettings({ webhooks, ...changes }: SettingsChange): Settings {
    const merged = { ...this.state.settings.webhooks, ...webhooks };
    this.state.merge("settings", "settings", webhooks ? { ...changes, webhooks: merged } : changes);
    return this.state.settings;
  }

  /** Takes one of the faults that were ordered by their number; false when there is none left. */
  takeFault(name: "lose_next_answers" | "server_errors_next" | "fail_media_next"): boolean {
    const left = this.state.settings[name];
    if (left > 0) this.changeSettings({ [name]: left - 1 });
    return left > 0;
  }

  /** The code of the next send that shall fail; null when none shall. */
  takeCode(name: "fail_next" | "fail_statuses_next"): number | null {
    const { code, count } = this.state.settings[name];
    if (count > 0) this.changeSettings({ [name]: { code, count: count - 1 } });
    return count > 0 ? code : null;
  }

  /** Puts a message into its chat; what the customer wrote leaves once their phone is online. */
  add(chat: { phone_number_id: string; wa_id: string }, fields: NewMessage): Message {
    const { direction } = fields;
    const message: Message = {
      ...{ id: newWamid(chat.wa_id, direction), ...chat, reply_to: null, timestamp: isoTime(this.clock.now()) },
      ...{ status: direction === "from_customer" ? "pending" : "accepted", statuses: {}, error: null, trouble: null },
      ...{ read_quietly: false, biz_opaque_callback_data: null, ...PLAIN, reactions: [] },
      ...fields,
    };
    this.state.put("message", message.id, message);
    if (direction === "to_customer") this.progress.arrange(message.id);
    else if (this.state.get("contact", chat.wa_id)?.online) this.#dispatch(message);
    return this.state.get("message", message.id) ?? message;
  }

  /** Sends a change to the business; one of an account that no app is subscribed to reaches nobody. */
  tell(number: BusinessNumber, about: Pick<Delivery, "id" | "chat" | "message_id" | "carries" | "change">): void {
    const { phone_number_id, waba_id } = number;
    const delivery = { ...about, phone_number_id };
    const isSubscribed = this.state.get("account", waba_id)?.subscribed ?? true;
    if (isSubscribed) this.deliveries.enqueue(delivery, this.#urgent.has(about.message_id));
    else if (about.carries === "message") this.progress.reach(about.message_id, "sent");
  }

  /** Reports a message as far as it gets, before its sender has heard that it was accepted. */
  async reportAtOnce(id: string): Promise<void> {
    this.#urgent.add(id);
    const message = this.state.get("message", id);
    const isOnline = this.state.get("contact", message?.wa_id ?? "")?.online;
    this.progress.reach(id, message?.error ? "failed" : "sent");
    if (isOnline && !message?.error && message?.type !== "reaction") this.progress.reach(id, "delivered");
    let cancel = () => {};
    const patience = new Promise<void>((resolve) => {
      cancel = this.clock.after(LONGEST_WAIT_MS, resolve);
    });
    await Promise.race([this.deliveries.tried(id), patience]);
    cancel();
    this.#urgent.delete(id);
  }

  /** The chat is open before somebody's eyes: what was delivered is read. */
  see(chat: { phone_number_id: string; wa_id: string }): void {
    const { phone_number_id, wa_id } = chat;
    this.state.put("chat", chatKey(chat), { phone_number_id, wa_id, seen_at: isoTime(this.clock.now()) });
    for (const message of this.state.messagesOf(chatKey(chat))) {
      const unread = message.direction === "to_customer" && message.status === "delivered" && !message.read_quietly;
      if (unread) this.progress.reach(message.id, "read");
    }
  }

  showTyping({ phone_number_id, wa_id }: Message, until: string | null): void {
    this.feed.publish("typing", { phone_number_id, wa_id, until });
  }

  /** Written on a phone that is offline: WhatsApp does not know of it yet. */
  isHeld({ id, status }: Message): boolean {
    return status === "pending" && !this.state.get("delivery", id);
  }

  /** Does what had to wait for the contact's phone. */
  #catchUp(waId: string): void {
    const online = this.state.get("contact", waId)?.online;
    for (const { phone_number_id } of this.state.all("number")) {
      for (const message of this.state.messagesOf(chatKey({ phone_number_id, wa_id: waId }))) {
        if (online && this.isHeld(message)) this.#dispatch(message);
        else this.progress.arrange(message.id);
      }
    }
  }

  #dispatch(message: Message): void {
    const { id, phone_number_id, wa_id, reply_to, type } = message;
    const number = this.state.get("number", phone_number_id);
    const contact = this.state.get("contact", wa_id);
    if (!number || !contact) return;
    if (number.blocked.includes(wa_id)) {
      this.state.merge("message", id, { trouble: "The business has blocked this person." });
      this.progress.reach(id, "failed");
      return;
    }
    const quoted = reply_to === null ? undefined : this.state.get("message", reply_to);
    const content = this.media.withAddress(type, message.content, this.origin);
    const change = messageChange(number, contact, { ...message, content }, quoted);
    this.tell(number, { id, chat: chatKey(message), message_id: id, carries: "message", change });
  }

  #onReached(message: Message): void {
    const { id, phone_number_id, wa_id, status } = message;
    const number = this.state.get("number", phone_number_id);
    if (message.direction === "from_customer" || !number) return;
    const contact = this.state.get("contact", wa_id);
    const at = message.statuses[status] ?? message.timestamp;
    const report = (said: typeof status | "played", change: WebhookChange) =>
      this.tell(number, { id: `${id}:${said}`, chat: chatKey(message), message_id: id, carries: "status", change });
    if (message.via === "graph") report(status, statusChange(number, contact, message, status, at));
    else if (status === "sent" && contact) report(status, echoChange(number, contact, message));
    const isVoice = (message.content?.audio as { voice?: boolean } | undefined)?.voice === true;
    if (status === "read" && isVoice) report("played", statusChange(number, contact, message, "played", at));
  }

  #onDelivered({ message_id, carries }: Delivery): void {
    if (this.state.get("message", message_id)?.trouble) this.state.merge("message", message_id, { trouble: null });
    if (carries === "message") this.progress.reach(message_id, "sent");
  }

  #onUndelivered({ message_id, carries }: Delivery, trouble: string, final: boolean): void {
    if (this.state.get("message", message_id)?.trouble !== trouble)
      this.state.merge("message", message_id, { trouble });
    if (final && carries === "message") this.progress.reach(message_id, "failed");
  }

  #publish(kind: Kind, key: string): void {
    const number = kind === "number" && this.state.get("number", key);
    const contact = kind === "contact" && this.state.get("contact", key);
    const message = kind === "message" && this.state.get("message", key);
    if (number) this.feed.publish(kind, numberView(number));
    if (contact) this.feed.publish(kind, contactView(contact));
    if (message && isShown(message)) this.feed.publish(kind, messageView(message));
    if (kind === "chat") this.feed.publish(kind, this.state.get("chat", key));
    if (kind === "settings") this.feed.publish(kind, this.state.settings);
    if (kind === "service") this.feed.publish(kind, this.services.view(key as ServiceName));
    if (kind === "templates") this.feed.publish(kind, { templates: this.state.templates });
  }
}

/** So long the Graph API's answer waits for a business that does not take its webhooks. */
const LONGEST_WAIT_MS = 5_000;
