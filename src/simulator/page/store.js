import { loadMessages, loadSnapshot, loadTemplates } from "./api.js";

const keyOf = ({ phone_number_id, wa_id }) => `${phone_number_id}:${wa_id}`;

/** What the page knows. Whoever shows it is told after every change. */
class Store extends EventTarget {
  numbers = [];
  contacts = new Map();
  /** By number and person: unread count, last message, and until when the business is typing. */
  chats = new Map();
  /** The open chat's messages by id, oldest first; null until they are here. */
  messages = null;
  /** The simulator's settings, faults among them; null until they are here. */
  settings = null;
  /** The account's message templates, as the Graph API lists them. */
  templates = [];
  /** The stand-ins of the services around the business. */
  services = [];
  /** Where the business's agents work, and by what to sign in there; null where nobody said it. */
  console = null;
  numberId = null;
  waId = null;
  connected = true;
  loaded = false;
  #source = null;

  get number() {
    return this.numbers.find(({ phone_number_id }) => phone_number_id === this.numberId) ?? null;
  }

  get contact() {
    return this.contacts.get(this.waId) ?? null;
  }

  get openKey() {
    return keyOf({ phone_number_id: this.numberId, wa_id: this.waId });
  }

  chatOf(waId) {
    return this.chats.get(keyOf({ phone_number_id: this.numberId, wa_id: waId })) ?? NO_CHAT;
  }

  /** What a message of the business was made from; undefined when the account has no such template. */
  templateOf({ name, language }) {
    const isIt = (template) => template.name === name && template.language === language?.code;
    return this.templates.find(isIt);
  }

  /** Loads everything anew and listens to what follows. */
  async start() {
    this.#source?.close();
    try {
      const { cursor, numbers, contacts, chats, settings, services, console } = await loadSnapshot();
      // Without them templates are shown by their names.
      this.templates = await loadTemplates().catch(() => []);
      this.settings = settings;
      this.services = services;
      this.console = console;
      this.numbers = numbers;
      this.contacts = new Map(contacts.map((contact) => [contact.wa_id, contact]));
      this.chats = new Map(chats.map((chat) => [keyOf(chat), { ...NO_CHAT, ...chat }]));
      this.loaded = true;
      this.#listen(cursor);
      this.#chooseNumber();
      this.#changed("settings");
      await this.open(this.waId);
    } catch {
      this.#setConnected(false);
      setTimeout(() => this.start(), 2_000);
    }
  }

  async open(waId) {
    this.waId = waId;
    this.messages = null;
    this.#changed("chat");
    if (!this.number || !this.contact) return;
    const key = this.openKey;
    const messages = await loadMessages(waId, this.numberId);
    // Another chat may have been opened meanwhile.
    if (key !== this.openKey) return;
    const newer = this.messages ?? new Map();
    this.messages = new Map([...messages.map((message) => [message.id, message]), ...newer]);
    this.#changed("chat");
  }

  chooseNumber(id) {
    this.numberId = id;
    return this.open(this.waId);
  }

  #chooseNumber() {
    if (!this.number) this.numberId = this.numbers[0]?.phone_number_id ?? null;
  }

  #listen(cursor) {
    const source = new EventSource(`/simulator/events?last_event_id=${encodeURIComponent(cursor)}`);
    // Whoever started at the same time may have listened already.
    this.#source?.close();
    this.#source = source;
    source.onopen = () => this.#setConnected(true);
    source.onerror = () => {
      this.#setConnected(false);
      if (source.readyState === EventSource.CLOSED) setTimeout(() => this.start(), 2_000);
    };
    const on = (name, take) => source.addEventListener(name, ({ data }) => take(JSON.parse(data)));
    on("reset", () => this.start());
    on("number", (number) => this.#takeNumber(number));
    on("contact", (contact) => this.#takeContact(contact));
    on("message", (message) => this.#takeMessage(message));
    on("settings", (settings) => this.takeSettings(settings));
    on("console", (console) => {
      this.console = console;
      this.#changed("list");
    });
    on("service", (service) => this.#takeService(service));
    on("templates", ({ templates }) => {
      this.templates = templates;
    });
    on("chat", (chat) => this.#changeChat(chat, { unread: 0 }));
    on("typing", ({ until, ...chat }) => this.#changeChat(chat, { typing_until: until }));
  }

  #takeNumber(number) {
    const had = this.number !== null;
    const known = this.numbers.some(({ phone_number_id }) => phone_number_id === number.phone_number_id);
    const same = (other) => (other.phone_number_id === number.phone_number_id ? number : other);
    this.numbers = known ? this.numbers.map(same) : [...this.numbers, number];
    this.#chooseNumber();
    this.#changed("list");
    if (!had) this.open(this.waId).catch(() => this.start());
  }

  #takeContact(contact) {
    this.contacts.set(contact.wa_id, contact);
    this.#changed("list");
  }

  #takeService(service) {
    this.services = this.services.map((other) => (other.name === service.name ? service : other));
    this.#changed("list");
  }

  takeSettings(settings) {
    this.settings = settings;
    this.#changed("settings");
  }

  #takeMessage(message) {
    const key = keyOf(message);
    const { unread, last_message: last } = this.chats.get(key) ?? NO_CHAT;
    const isNew = !last || (message.timestamp >= last.timestamp && message.id !== last.id);
    const arrived = isNew && message.direction === "to_customer";
    if (key === this.openKey) {
      this.messages ??= new Map();
      this.messages.set(message.id, message);
    }
    const last_message = isNew || message.id === last.id ? message : last;
    this.#changeChat(message, { last_message, unread: unread + (arrived ? 1 : 0) });
    if (key === this.openKey) this.#changed("message", message.id);
  }

  #changeChat(chat, changes) {
    const key = keyOf(chat);
    this.chats.set(key, { ...(this.chats.get(key) ?? NO_CHAT), ...changes });
    this.#changed("list");
  }

  #setConnected(connected) {
    this.connected = connected;
    this.#changed("list");
  }

  #changed(what, id) {
    this.dispatchEvent(new CustomEvent(what, { detail: id }));
  }
}

const NO_CHAT = { unread: 0, last_message: null, typing_until: null };

export const store = new Store();
