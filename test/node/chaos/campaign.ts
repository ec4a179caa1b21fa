import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Json } from "./api.ts";
import { brokenAtRest, brokenNow, repeated, type Seen } from "./invariants.ts";
import { Ledger } from "./ledger.ts";
import { Load } from "./load.ts";
import { asked, eachOf, Logs, messagesOf } from "./logs.ts";
import { Machine } from "./machine.ts";
import { readPhones } from "./phones.ts";
import { Subscriber } from "./subscriber.ts";

/** What was counted since the campaign began. */
export interface Counts {
  /** Messages of services and agents that were answered with success, and of phones whose webhook was. */
  acknowledged: number;
  /** How many of them the logs have. */
  stored: number;
  /** Messages for customers in the logs. */
  queued: number;
  /** How many of them a phone has. */
  sent: number;
  /** Those that a phone has more than once, by how often more. */
  repeated: number;
  /** Events of all logs. */
  events: number;
  /** How many of them the subscriber took. */
  told: number;
  /** Callbacks that it took once more. */
  toldAgain: number;
}

/** Counts at one moment, and what led to it. */
export interface Row extends Counts {
  what: string;
}

export interface CampaignOptions {
  /** From 0 to 1. */
  chance: () => number;
  say: (line: string) => void;
  /** Where the state is; a directory of its own unless said. */
  stateDir?: string | undefined;
  /** More of the product's environment. */
  env?: Record<string, string> | undefined;
  /** False where the product's clock is set meanwhile: what is in flight then seems to have been so for as long. */
  clockIsSteady?: boolean | undefined;
}

/** How long everything that was begun may take: two minutes for an answer that was lost, and what waits behind it. */
const REST_MS = 300_000;

/** Quick phones: a status is there soon after its message. */
const PHONES = { sent_after_ms: 20, delivered_after_ms: 60, read_after_ms: 150, enforce_window: false };

/** The product under load, with everybody around it who can see what it does. */
export class Campaign {
  readonly machine: Machine;
  readonly subscriber = new Subscriber();
  readonly rows: Row[] = [];
  readonly chance: () => number;
  readonly say: (line: string) => void;
  load: Load | null = null;
  readonly #ledger = new Ledger();
  readonly #logs: Logs;
  readonly #ownDir: string | null;
  readonly #clockIsSteady: boolean;

  constructor({ chance, say, stateDir, env, clockIsSteady = true }: CampaignOptions) {
    this.#clockIsSteady = clockIsSteady;
    this.chance = chance;
    this.say = say;
    this.#ownDir = stateDir === undefined ? mkdtempSync(join(tmpdir(), "chaos-")) : null;
    this.machine = new Machine(stateDir ?? (this.#ownDir as string), env);
    this.#logs = new Logs(this.machine);
  }

  async start(shape = { phones: 8, services: 6, agents: 3 }): Promise<void> {
    const { machine, subscriber } = this;
    await Promise.all([subscriber.start(), machine.start()]);
    await machine.must(machine.api("POST", "/subscriptions", { url: subscriber.url, types: ["*"] }));
    await this.phonesAre(PHONES);
    const { default_outlet_id } = await machine.must(machine.api("GET", "/tenant"));
    this.load = new Load(machine, this.#ledger, default_outlet_id, this.chance);
    this.load.start(shape);
  }

  /** Sets how WhatsApp behaves from now on. */
  phonesAre(settings: object): Promise<unknown> {
    return this.machine.must(this.machine.phones("POST", "/settings", settings));
  }

  /** Looks at everything while nobody asks for anything; adds a row, and throws what is broken. */
  async check(what: string): Promise<Row> {
    await this.load?.pause();
    const row = { what, ...(await this.#judge(brokenNow)) };
    this.rows.push(row);
    this.say(`${what}: ${row.acknowledged} acknowledged, ${row.stored} stored, ${row.sent} of ${row.queued} sent`);
    this.load?.resume();
    return row;
  }

  /**
   * The load ends, and everything comes to its end; throws what does not.
   * @param isExcused what may take longer than anybody waits here
   */
  async rest(patienceMs = REST_MS, isExcused: (what: string) => boolean = () => false): Promise<Row> {
    await this.load?.pause();
    const giveUpAt = Date.now() + patienceMs;
    let said = "";
    for (;;) {
      const seen = await this.#see();
      this.#require(brokenNow(seen));
      const broken = brokenAtRest(seen).filter((one) => !isExcused(one));
      if (broken.length === 0 || Date.now() > giveUpAt) {
        this.#require(broken);
        const row = { what: "at rest", ...countsOf(seen) };
        this.rows.push(row);
        return row;
      }
      const words = `not at rest yet: ${broken.length}, such as ${broken[0]}`;
      if (words !== said) this.say(words);
      said = words;
      await wait(2_000);
    }
  }

  /** Requests that got no answer, or one that says to ask again. */
  get unanswered(): number {
    return this.#ledger.unanswered;
  }

  async end(): Promise<void> {
    const stopped = this.load?.stop();
    await this.machine.stop();
    await stopped;
    this.subscriber.stop();
    if (this.#ownDir !== null) rmSync(this.#ownDir, { recursive: true, force: true, maxRetries: 5 });
  }

  async #judge(judge: (seen: Seen) => string[]): Promise<Counts> {
    const seen = await this.#see();
    this.#require(judge(seen));
    return countsOf(seen);
  }

  #require(broken: string[]): void {
    if (broken.length > 0) throw new Broken(broken);
  }

  async #see(): Promise<Seen> {
    const ledger = this.#ledger;
    // First what was promised, then what is there: what comes in between is no fault.
    const customers = [...new Set([...ledger.phones, ...ledger.wishes.map(({ customer }) => customer)])];
    const phones = await readPhones(this.machine, customers);
    const listed = await this.#logs.read(ledger.conversations);
    const own = new Map<string, Json>();
    await eachOf(listed, async ({ id }) => {
      own.set(id, await asked(() => this.machine.api("GET", `/conversations/${id}`)));
    });
    const { changed, all } = this.#logs;
    return {
      logs: [...all.values()],
      changed,
      listed,
      own,
      phones,
      clockIsSteady: this.#clockIsSteady,
      subscriber: this.subscriber,
      ledger,
    };
  }
}

/** What does not hold, in words. */
export class Broken extends Error {
  readonly found: string[];

  constructor(found: string[]) {
    super(`${found.length} things do not hold:\n${found.slice(0, 20).join("\n")}`);
    this.found = found;
  }
}

function countsOf({ logs, phones, ledger, subscriber }: Seen): Counts {
  const messages = logs.flatMap(messagesOf);
  const texts = messages.map(({ content }) => content).join("\n");
  const wamids = new Set(messages.map(({ whatsapp_message_id }) => whatsapp_message_id));
  const chats = [...phones.values()];
  const typed = chats.flat().filter(({ direction, status }) => direction === "from_customer" && status !== "pending");
  const arrivals = chats.flat().filter(({ direction }) => direction === "to_customer");
  const ours = new Set(arrivals.map(({ biz_opaque_callback_data }) => biz_opaque_callback_data));
  const ids = [...subscriber.taken.values()].flat().map(({ id }) => id);
  const events = logs.flatMap((log) => log.events);
  const repetitions = repeated(arrivals).reduce((sum, { length }) => sum + length - 1, 0);
  const { acknowledged } = ledger;
  return {
    acknowledged: acknowledged.length + typed.length,
    stored:
      acknowledged.filter(({ mark }) => texts.includes(mark)).length + typed.filter(({ id }) => wamids.has(id)).length,
    queued: events.filter(({ type }) => type === "message.queued").length,
    sent: ours.size,
    repeated: repetitions,
    events: events.length,
    told: new Set(ids.filter((id) => id.split(":").length === 2)).size,
    toldAgain: ids.length - new Set(ids).size,
  };
}
