import { type Clock, isoTime } from "./clock.ts";
import { advanced, type Contact, type Message, type MessageStatus } from "./model.ts";
import type { Settings } from "./settings.ts";
import type { State } from "./state.ts";

/** What time brings to a message next, and how long after its present status; null when it waits for something else. */
function nextStep(
  message: Message,
  contact: Contact | undefined,
  settings: Settings,
): { status: MessageStatus; afterMs: number } | null {
  const fromCustomer = message.direction === "from_customer";
  // Of a group and of a reaction WhatsApp tells only that they were sent.
  if (message.status === "sent" && !fromCustomer && (!contact || message.type === "reaction")) return null;
  switch (message.status) {
    case "accepted":
      return { status: message.error ? "failed" : "sent", afterMs: settings.sent_after_ms };
    case "sent":
      return fromCustomer || contact?.online ? { status: "delivered", afterMs: settings.delivered_after_ms } : null;
    case "delivered":
      if (fromCustomer || !contact?.online || !contact.auto_read || message.read_quietly) return null;
      return { status: "read", afterMs: settings.read_after_ms };
    default:
      return null;
  }
}

/** Moves messages on as time passes, and tells what they reached. */
export class Progress {
  readonly #state: State;
  readonly #clock: Clock;
  readonly #onReached: (message: Message) => void;
  readonly #timers = new Map<string, () => void>();
  #closed = false;

  constructor(state: State, clock: Clock, onReached: (message: Message) => void) {
    this.#state = state;
    this.#clock = clock;
    this.#onReached = onReached;
  }

  /** Arms the message's timer for what comes next. May be called at any time, any number of times. */
  arrange(id: string): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
    const message = this.#state.get("message", id);
    const contact = message && this.#state.get("contact", message.wa_id);
    const step = message && nextStep(message, contact, this.#state.settings);
    if (!message || !step || this.#closed) return;
    const since = Date.parse(message.statuses[message.status] ?? message.timestamp);
    const delay = Math.max(0, since + step.afterMs - this.#clock.now());
    this.#timers.set(
      id,
      this.#clock.after(delay, () => this.reach(id, step.status)),
    );
  }

  /** A message reaches a status, unless it has come that far already. */
  reach(id: string, status: MessageStatus): void {
    const message = this.#state.get("message", id);
    const contact = message && this.#state.get("contact", message.wa_id);
    const changes = message && advanced(message, status, isoTime(this.#clock.now()));
    if (!message || !changes) return;
    if (status === "read" && message.direction === "to_customer" && contact?.read_receipts === false) {
      this.#state.merge("message", id, { read_quietly: true });
    } else {
      this.#state.merge("message", id, changes);
      this.#onReached({ ...message, ...changes });
    }
    this.arrange(id);
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
