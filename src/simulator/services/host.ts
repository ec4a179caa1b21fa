import { type Clock, isoTime } from "../clock.ts";
import type { State } from "../state.ts";
import type { DeskWork } from "./agents.ts";
import { History } from "./history.ts";
import type { Kept, ServiceSettings } from "./kept.ts";
import { keptInState, sweepKnown } from "./kept-in-state.ts";
import { Sender } from "./sender.ts";
import { type CloudEvent, SERVICE_NAMES, type ServiceName } from "./service.ts";
import { type Outcome, Services, STAND_INS } from "./services.ts";
import { isSigned, type SignedRequest } from "./signature.ts";

/** The stand-ins as running programs: they keep what they know, and post what they say. */
export class ServiceHost {
  readonly history = new History();
  readonly #kept: Kept;
  readonly #state: State;
  readonly #clock: Clock;
  readonly #services: Services;
  readonly #sender: Sender;

  constructor(
    state: State,
    { clock, random, fetch }: { clock: Clock; random: () => number; fetch: typeof globalThis.fetch },
  ) {
    this.#state = state;
    this.#clock = clock;
    this.#kept = keptInState(state);
    this.#services = new Services(this.#kept, { now: () => clock.now(), random });
    this.#sender = new Sender({ kept: this.#kept, services: this.#services, clock, fetch }, (waiting, attempt) => {
      const { service, event } = waiting;
      this.history.add({ at: isoTime(clock.now()), service, way: "sent", event, ...attempt });
    });
  }

  /** Goes on where an earlier run ended. */
  start(): void {
    sweepKnown(this.#state, this.#clock.now());
    this.#sender.pump();
  }

  close(): void {
    this.#sender.close();
  }

  /** Whether a callback is signed with one of the service's secrets. One that is not is noted and dropped. */
  isSigned(name: ServiceName, request: SignedRequest): boolean {
    const signed = isSigned(this.#kept.settings(name).secrets, request);
    if (!signed) this.#note(name, "unsigned", null);
    return signed;
  }

  receive(name: ServiceName, event: CloudEvent): Outcome {
    const outcome = this.#services.receive(name, event);
    this.#note(name, outcome, event);
    this.#sender.pump();
    return outcome;
  }

  /** How long the store waits for the answer to a callback, in milliseconds. */
  answersAfter(name: ServiceName): number {
    return this.#services.answersAfter(name);
  }

  change(name: ServiceName, changes: Partial<ServiceSettings>): void {
    this.#kept.change(name, changes);
    this.#sender.pump();
  }

  work(conversation: string, work: DeskWork): boolean {
    const done = this.#services.work(conversation, work);
    this.#sender.pump();
    return done;
  }

  /** The services as they may be shown: without their secrets. */
  views() {
    return SERVICE_NAMES.map((name) => this.view(name));
  }

  view(name: ServiceName) {
    const { store_url, api_key, secrets, faults, customers, thinks_ms } = this.#kept.settings(name);
    const { types, thinks_ms: usual } = STAND_INS[name];
    const connected = store_url !== null && api_key !== null && secrets.length > 0;
    return { name, types, connected, store_url, faults, customers, thinks_ms: thinks_ms ?? usual };
  }

  /** So many events of a service the store has not taken yet. */
  waitingOf(name: ServiceName): number {
    return this.#kept.waiting().filter(({ service }) => service === name).length;
  }

  #note(service: ServiceName, outcome: Outcome | "unsigned", event: CloudEvent | null): void {
    const at = isoTime(this.#clock.now());
    this.history.add({ at, service, way: "received", outcome, status: null, detail: null, event });
  }
}
