import { ConversationObject } from "../../../src/conversation/conversation-object.ts";
import type { Told } from "../../../src/conversation/told.ts";
import { DeskObject } from "../../../src/desk/desk-object.ts";
import type { ConversationView } from "../../../src/domain/conversation.ts";
import { parseConversationId, threadName } from "../../../src/domain/ids.ts";
import { SubscriptionObject } from "../../../src/subscriptions/subscription-object.ts";
import type { Configuration } from "../../../src/tenant/configuration.ts";
import { Channel, type StatusNews } from "./channel.ts";
import { type Caller, Host, stubOf } from "./host.ts";
import { SimulatedQueue } from "./queue.ts";
import { configurationFor, settingsOf } from "./tenant.ts";
import type { World } from "./world.ts";

/** An event that the subscriber has taken. */
interface Received {
  id: string;
  /** The thread's key. */
  lane: string;
  seq: number;
}

type Objects = ConstructorParameters<typeof Host>[1]["type"];

/** What takes longer is cut off, and so no different from what is lost. */
const IN_TIME_MS = 7_000;

/** Longer than the AI agent may think, and than WhatsApp may wait. */
const LATE_MS = 70_000;

/** The whole system of one tenant: the real objects and consumers, and stand-ins for all that is outside. */
export class Plant {
  readonly world: World;
  readonly tenantId: string;
  readonly configuration: Configuration;
  readonly channel: Channel;
  readonly received: Received[] = [];
  readonly threads = new Map<string, Host>();
  readonly desk: Host;
  readonly #others = new Map<string, Host>();
  readonly #queues: { [name in "outbound" | "work" | "callbacks"]: SimulatedQueue };
  /** A turn that is asked for again gets the same answer. */
  readonly #answers = new Map<string, object>();

  constructor(world: World, tenantId: string, report: (news: StatusNews) => void) {
    this.world = world;
    this.tenantId = tenantId;
    this.configuration = configurationFor(world, tenantId);
    this.channel = new Channel(world, report);
    const envOf = (caller: Caller) => this.envOf(caller);
    this.#queues = {
      outbound: new SimulatedQueue(world, "outbound", envOf),
      work: new SimulatedQueue(world, "work", envOf),
      callbacks: new SimulatedQueue(world, "callbacks", envOf),
    };
    this.desk = new Host(world, { type: DeskObject as unknown as Objects, name: tenantId, kind: "desk" }, envOf);
  }

  /** The bindings as one caller has them. */
  envOf(caller: Caller): Cloudflare.Env {
    const { world } = this;
    const always = (object: object) => ({ getByName: () => object });
    const quiet = { nudge: async () => undefined, visit: async () => undefined };
    return {
      CONVERSATION: { getByName: (name: string) => stubOf(world, () => this.#thread(name), caller) },
      DESK: { getByName: () => stubOf(world, () => this.desk, caller) },
      SUBSCRIPTION: { getByName: (name: string) => stubOf(world, () => this.#subscription(name), caller) },
      TENANT: always(settingsOf(this.configuration)),
      DIRECTORY: always({ resolve: async () => ({}) }),
      FOLLOWING: always(quiet),
      KNOWLEDGE: always({ answer: (told: Told) => this.#think(told, caller) }),
      OUTBOUND: this.#queues.outbound.producer(caller),
      WORK: this.#queues.work.producer(caller),
      CALLBACKS: this.#queues.callbacks.producer(caller),
      WHATSAPP_GRAPH_URL: "https://graph.example/v25.0",
    } as unknown as Cloudflare.Env;
  }

  thread(threadKey: string): Host {
    return this.#thread(threadName(this.tenantId, threadKey));
  }

  #thread(name: string): Host {
    const found = this.threads.get(name);
    if (found) return found;
    const type = ConversationObject as unknown as Objects;
    const host = new Host(this.world, { type, name, kind: "thread" }, (caller) => this.envOf(caller));
    this.threads.set(name, host);
    return host;
  }

  #subscription(name: string): Host {
    const found = this.#others.get(name);
    if (found) return found;
    const type = SubscriptionObject as unknown as Objects;
    const host = new Host(this.world, { type, name, kind: "subscription" }, (caller) => this.envOf(caller));
    this.#others.set(name, host);
    return host;
  }

  /** The way out: to the channel or to the subscriber. */
  fetch(url: string, init: { body?: string }): Promise<object> {
    const { world } = this;
    const body = JSON.parse(init.body ?? "{}");
    return new Promise((resolve, reject) => {
      world.after(world.delay() % IN_TIME_MS, () => {
        const answer = url.startsWith("https://graph.example") ? this.channel.take(body) : this.#takeEvent(body);
        const wait = world.delay() % IN_TIME_MS;
        if (answer === null) world.after(wait, () => reject(new Error("no answer")));
        else world.after(wait, () => resolve(responseOf(answer)));
      });
    });
  }

  #takeEvent(event: { id: string }): { status: number; body: object } | null {
    const { world } = this;
    if (world.happens(world.faults.lost)) return world.pick([null, { status: 500, body: {} }]);
    const [conversation = "", seq = "0"] = event.id.split(":");
    const lane = parseConversationId(conversation)?.threadKey ?? "";
    this.received.push({ id: event.id, lane, seq: Number(seq) });
    return world.happens(world.faults.lost) ? null : { status: 200, body: {} };
  }

  #think({ conversation, event }: Told, caller: Caller): Promise<object> {
    const { world } = this;
    const turn = `${conversation.id}:${event.type === "ai.requested" ? event.turn : 0}`;
    const answer = this.#answers.get(turn) ?? {
      body: `answer ${turn.slice(-8)}`,
      metadata: {},
      confidence: 0.9,
      low_confidence: world.happens(0.2),
      wants_ticket: world.happens(0.1),
      handoff_reason: null,
      closes: world.happens(0.05),
    };
    this.#answers.set(turn, answer);
    const wait = world.happens(world.faults.slow) ? Math.floor(world.chance() * LATE_MS) : world.delay();
    return new Promise((resolve, reject) => {
      const isLost = world.happens(world.faults.lost);
      world.after(wait, () => {
        if (caller.isAlive) isLost ? reject(new Error("the AI agent failed")) : resolve(answer);
      });
    });
  }

  /** The whole list, as the desk tells it. */
  async listed(): Promise<ConversationView[]> {
    const page = (await this.desk.call("list", [{ limit: null }])) as { conversations: string };
    return JSON.parse(page.conversations);
  }

  close(): void {
    for (const host of [this.desk, ...this.threads.values(), ...this.#others.values()]) host.disk.close();
  }
}

const responseOf = ({ status, body }: { status: number; body: object }) => ({
  status,
  headers: new Headers(),
  body: null,
  text: async () => JSON.stringify(body),
});
