import type { CloudEvent, ServiceName } from "./service.ts";
import type { Outcome } from "./services.ts";

/** A callback that came, or an attempt to tell the store something. */
interface Entry {
  /** 1, 2, 3…, among all of the simulator's run. */
  id: number;
  at: string;
  service: ServiceName;
  way: "received" | "sent";
  /** Of what was received also `unsigned`; of what was sent: `taken`, `refused` for good, or `failed` and tried again. */
  outcome: Outcome | "unsigned" | "refused";
  /** The store's answer to what was sent; null where there was none. */
  status: number | null;
  detail: string | null;
  event: CloudEvent | null;
}

const KEPT_OF_EACH = 200;

/** What each service received and sent lately. Not kept over a restart. */
export class History {
  readonly #entries = new Map<ServiceName, Entry[]>();
  #last = 0;

  add(entry: Omit<Entry, "id">): void {
    this.#last += 1;
    const entries = this.of(entry.service);
    this.#entries.set(entry.service, [...entries.slice(1 - KEPT_OF_EACH), { id: this.#last, ...entry }]);
  }

  /** Oldest first. */
  of(service: ServiceName): Entry[] {
    return this.#entries.get(service) ?? [];
  }
}
