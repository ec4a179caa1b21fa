import type { Clock } from "./clock.ts";
import type { Fault } from "./graph/errors.ts";
import type { Settings } from "./settings.ts";

/** Towards one contact: a message every six seconds, of which 45 may be sent at once (Meta, "Pair rate limits"). */
const PAIR_BURST = 45;
const PAIR_MS = 6_000;

const SECOND_MS = 1_000;

/** How quick a number may send. Not kept over a restart: neither is Meta's patience. */
export class Pace {
  readonly #clock: Clock;
  /** When each pair will have made up for what it sent. */
  readonly #paidOff = new Map<string, number>();
  readonly #sent = new Map<string, number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why the number has to wait, or null; then the message counts. */
  take(number: string, contact: string, { pair_limit, throughput }: Settings): Fault | null {
    const now = this.#clock.now();
    const recent = (this.#sent.get(number) ?? []).filter((at) => at > now - SECOND_MS);
    if (throughput !== null && recent.length >= throughput)
      return { code: 130_429, details: "Message failed to send because there were too many messages sent." };
    const pair = `${number}:${contact}`;
    const paidOff = Math.max(now, this.#paidOff.get(pair) ?? 0) + PAIR_MS;
    if (pair_limit && paidOff - now > PAIR_BURST * PAIR_MS)
      return {
        code: 131_056,
        details: "Too many messages sent from the sender to the same recipient in a short period.",
      };
    this.#sent.set(number, [...recent, now]);
    this.#paidOff.set(pair, paidOff);
    return null;
  }
}
