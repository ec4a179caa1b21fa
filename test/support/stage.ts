import { createExecutionContext, createMessageBatch, runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { type Mock, vi } from "vitest";
import { Drain } from "../../src/conversation/drain.ts";
import worker from "../../src/index.ts";
import { keptInMemory } from "../../src/simulator/services/kept.ts";
import { type CloudEvent, SERVICE_NAMES, type ServiceName } from "../../src/simulator/services/service.ts";
import { Services, STAND_INS } from "../../src/simulator/services/services.ts";
import { subscriptionAt } from "../../src/subscriptions/port.ts";
import { type Answer, newTenant, type Shop, threadAt } from "./api.ts";
import { accepted, conversationWith, type Line, newLine, newWaId, newWamid, receive, text } from "./whatsapp.ts";

interface Job {
  queue: string;
  body: object;
}

/** Something that may happen next. */
type Move = () => Promise<void> | void;

/** The calls that a test's channel was asked to make: texts in the order in which they were sent. */
export interface Sent {
  to: string;
  body: string;
}

interface SendCall {
  status?: string;
  to?: string;
  text?: { body: string };
  interactive?: { body: { text: string } };
}

/** What happens behind an answer happens within this time, and is looked for so often. In milliseconds. */
const AT_LAST = { timeout: 10_000, interval: 5 };

const QUEUES = { OUTBOUND: "outbound", WORK: "work", CALLBACKS: "callbacks" } as const;

/**
 * A shop all of whose services are outside, played by the stand-ins, and everything between them and the store in the
 * test's hand: which delivery happens next, how often each happens, and when an alarm rings.
 */
export class Stage {
  readonly shop: Shop;
  readonly line: Line;
  readonly waId = newWaId();
  readonly services: Services;
  readonly sent: Sent[] = [];
  /** What services said to the store, and how that was answered. */
  readonly answers: { service: ServiceName; type: string; answer: Answer }[] = [];
  /** What the store told services, in the order in which it came to them. */
  readonly told: { service: ServiceName; event: CloudEvent }[] = [];
  readonly subscriptions = new Map<ServiceName, string>();
  /** WhatsApp's id of the message that is sent next. */
  nextWamid = newWamid();
  /** Services that answer 503. */
  readonly down = new Set<ServiceName>();
  #isClosed = false;
  #isAiHeld = false;
  readonly #held = new Set<ServiceName>();
  readonly #jobs: Job[] = [];
  readonly #arrived: { service: ServiceName; event: CloudEvent }[] = [];
  readonly #fetch: Mock<typeof fetch>;
  readonly #drain: Mock<Drain["run"]>;
  /** Threads are still telling others so often. */
  #telling = 0;
  /** Each delivery happens so often. */
  readonly #copies: number;
  /** Which of several possible moves is next: gives [0, 1). */
  readonly #random: () => number;

  static async open({
    copies = 1,
    random = () => 0,
    services = {},
    policies = {},
    outside = SERVICE_NAMES,
  }: Options = {}): Promise<Stage> {
    const shop = await newTenant();
    const line = await newLine(shop);
    const stage = new Stage(shop, line, copies, random);
    const remote = { ai: "remote", agents: "remote", customers: "remote", ...services };
    await shop.api("PATCH", "/tenant", { services: remote, policies });
    for (const name of outside) {
      const url = `https://${name}.services.test/`;
      const made = await shop.api("POST", "/subscriptions", { url, types: [...STAND_INS[name].types] });
      if (made.status !== 201) throw new Error(`no subscription: ${made.text}`);
      stage.subscriptions.set(name, made.json.id);
    }
    return stage;
  }

  private constructor(shop: Shop, line: Line, copies: number, random: () => number) {
    this.shop = shop;
    this.line = line;
    this.#copies = copies;
    this.#random = random;
    const kept = keptInMemory();
    const phone = this.waId;
    kept.change("ms-gateway", { customers: [{ phone, codigo_cliente: "C-1", name: "Rosa Maria" }] });
    this.services = new Services(kept, { now: () => Date.now(), random });
    for (const [binding, queue] of Object.entries(QUEUES))
      vi.spyOn(env[binding as keyof typeof QUEUES], "send").mockImplementation(async (body) => {
        this.#jobs.push({ queue, body: body as object });
        return undefined as never;
      });
    const { run } = Drain.prototype;
    const stage = this;
    this.#drain = vi.spyOn(Drain.prototype, "run").mockImplementation(function (this: Drain, again) {
      stage.#telling += 1;
      return run.call(this, again).finally(() => {
        stage.#telling -= 1;
      });
    });
    this.#fetch = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation((input, init) => this.#take(new Request(input as string, init as RequestInit)));
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#fetch.mockRestore();
    this.#drain.mockRestore();
    for (const binding of Object.keys(QUEUES)) vi.mocked(env[binding as keyof typeof QUEUES].send).mockRestore();
  }

  /** The customer writes, and whatever follows happens; then all is quiet. */
  async says(body: string, more: object = {}): Promise<void> {
    await receive(this.line, text(this.waId, body, more));
    await this.settle();
  }

  /** The conversation with the customer as it stands. */
  async conversation() {
    const { id } = await conversationWith(this.line, this.waId);
    return (await this.shop.api("GET", `/conversations/${id}`)).json;
  }

  /** The whole log of the thread. */
  async log(id: string) {
    // biome-ignore lint/suspicious/noExplicitAny: what a test reads of an event is what it checks
    return (await this.shop.api("GET", `/conversations/${id}/events?limit=1000`)).json.events as any[];
  }

  /** Lets everything happen that can, in the order that chance gives, until nothing is left but what waits for a time. */
  async settle(): Promise<void> {
    for (;;) {
      const moves = await this.#moves();
      if (moves.length === 0) return;
      await moves[Math.floor(this.#random() * moves.length)]?.();
    }
  }

  /** Lets time pass until the thread's next alarm, lets it ring, and whatever follows happen. */
  async ring(id: string, afterMs: number): Promise<void> {
    vi.setSystemTime(Date.now() + afterMs);
    await runDurableObjectAlarm(threadAt(this.shop.id, id));
    await this.settle();
  }

  /** Lets a service think until the function that comes back is called. */
  holdBack(name: ServiceName): () => Promise<void> {
    this.#held.add(name);
    return async () => {
      this.#held.delete(name);
      await this.settle();
    };
  }

  /** The same of the AI agent, wherever it is. */
  holdBackAi(): () => Promise<void> {
    this.#isAiHeld = true;
    const letGo = this.holdBack("ms-rag");
    return () => {
      this.#isAiHeld = false;
      return letGo();
    };
  }

  /** A queue that takes nothing for so many times. */
  failQueue(binding: keyof typeof QUEUES, times: number): void {
    for (let index = 0; index < times; index++) vi.mocked(env[binding].send).mockRejectedValueOnce(new Error("down"));
  }

  async #moves(): Promise<Move[]> {
    // What the store sends by itself arrives before anything else is looked at.
    await vi.waitFor(() => {
      if (this.#telling > 0) throw new Error("still telling");
    }, AT_LAST);
    for (const id of this.subscriptions.values())
      await vi.waitFor(async () => {
        const { behind } = await subscriptionAt(env, this.shop.id, id).standing();
        if (behind > 0 && this.down.size === 0) throw new Error("still delivering");
      }, AT_LAST);
    const isHeld = ({ body }: Job) => this.#isAiHeld && "kind" in body && body.kind === "ask_ai";
    const jobs = this.#jobs
      .filter((job) => !isHeld(job))
      .map((job) => () => {
        this.#jobs.splice(this.#jobs.indexOf(job), 1);
        return this.#repeat(() => consume(job));
      });
    const callbacks = this.#arrived.map((one) => () => {
      this.#arrived.splice(this.#arrived.indexOf(one), 1);
      this.services.receive(one.service, one.event);
    });
    const said = this.#nextSaid();
    return [...jobs, ...callbacks, ...said];
  }

  readonly #waiting: { service: ServiceName; event: CloudEvent }[] = [];

  #nextSaid(): Move[] {
    for (let next = this.services.next(); next !== null; next = this.services.next())
      for (let copy = 0; copy < this.#copies; copy++) this.#waiting.push(next);
    const free = this.#waiting.filter(({ service }) => !this.#held.has(service));
    return free.map((one) => async () => {
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      const headers = { "Content-Type": "application/cloudevents+json" };
      const answer = await this.shop.api("POST", "/events", one.event, headers);
      this.answers.push({ service: one.service, type: one.event.type, answer });
    });
  }

  async #repeat(work: () => Promise<void>): Promise<void> {
    for (let copy = 0; copy < this.#copies; copy++) await work();
  }

  async #take(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.host === "graph.test") {
      const body = (await request.json()) as SendCall;
      if (body.status === "read") return Response.json({ success: true });
      this.sent.push({ to: body.to ?? "", body: body.text?.body ?? body.interactive?.body.text ?? "" });
      const wamid = this.nextWamid;
      this.nextWamid = newWamid();
      return accepted(wamid);
    }
    const service = SERVICE_NAMES.find((name) => url.host === `${name}.services.test`);
    if (!service) return new Response("nobody listens here", { status: 404 });
    if (this.down.has(service)) return new Response("closed today", { status: 503 });
    const event = (await request.json()) as CloudEvent;
    this.told.push({ service, event });
    for (let copy = 0; copy < this.#copies; copy++) this.#arrived.push({ service, event });
    return new Response(null, { status: 204 });
  }
}

interface Options {
  /** Services that have a subscription. */
  outside?: readonly ServiceName[];
  copies?: number;
  random?: () => number;
  services?: object;
  policies?: object;
}

/** Gives a job to its consumer; what the consumer cannot do is dispatched again by the objects. */
async function consume({ queue, body }: Job): Promise<void> {
  const batch = createMessageBatch(queue, [{ id: "1", timestamp: new Date(), attempts: 1, body }]);
  createExecutionContext();
  await worker.queue(batch as never, env);
}

/** Chance that is the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
