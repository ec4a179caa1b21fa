import type { MessageStatus } from "../../../src/domain/message.ts";
import type { World } from "./world.ts";

/** A message that has reached the channel. */
export interface Arrival {
  message_id: string;
  channel_message_id: string;
  /** What clocks showed, epoch milliseconds. */
  at: number;
}

/** A status webhook, which is repeated until it is taken. */
export interface StatusNews {
  message_id: string | null;
  status: MessageStatus;
  channel_message_id: string;
  at: string;
}

const REFUSALS = [
  { status: 400, body: { error: { code: 131026, message: "Message undeliverable" } } },
  { status: 429, body: { error: { code: 130429, message: "Rate limit hit" } } },
  { status: 500, body: {} },
  { status: 401, body: { error: { code: 190, message: "Access token has expired" } } },
];

/** What becomes of a message, most of the time. */
const FARES: readonly (readonly MessageStatus[])[] = [["sent"], ["sent", "delivered"], ["sent", "delivered", "read"]];

/** The channel's side: it takes messages, answers or not, and tells later how they fare. */
export class Channel {
  readonly arrivals: Arrival[] = [];
  /** Statuses that a thread was told of, and when it said that it had them. */
  readonly told: (StatusNews & { taken_at: number })[] = [];
  readonly #world: World;
  readonly #report: (news: StatusNews) => void;
  #count = 0;

  constructor(world: World, report: (news: StatusNews) => void) {
    this.#world = world;
    this.#report = report;
  }

  /** `POST …/messages`. @returns the answer, or null where it is lost */
  take(body: { biz_opaque_callback_data?: string; to?: string }): { status: number; body: object } | null {
    const world = this.#world;
    const { biz_opaque_callback_data: message_id, to } = body;
    if (message_id === undefined) return { status: 200, body: { success: true } };
    if (world.happens(world.faults.lost)) return null;
    if (world.happens(world.faults.lost)) return world.pick(REFUSALS);
    const channel_message_id = `wamid.out.${++this.#count}`;
    world.note(`the channel takes ${message_id.slice(-8)}`);
    this.arrivals.push({ message_id, channel_message_id, at: world.now });
    this.#tell(message_id, channel_message_id);
    if (world.happens(world.faults.lost)) return null;
    return { status: 200, body: { messages: [{ id: channel_message_id }], contacts: [{ wa_id: to }] } };
  }

  #tell(message_id: string, channel_message_id: string): void {
    const world = this.#world;
    const fares = world.isBusy ? [...FARES, ["failed"] as const, ["sent", "failed"] as const] : FARES;
    const statuses: readonly MessageStatus[] = world.pick(fares);
    for (const status of statuses) {
      const at = new Date(world.now).toISOString();
      // By no means always does the channel give our id back.
      const news = { message_id: world.happens(0.8) ? message_id : null, status, channel_message_id, at };
      world.after(world.delay(), () => this.#report(news));
      if (world.happens(world.faults.repeated)) world.after(world.delay(), () => this.#report(news));
    }
  }
}
