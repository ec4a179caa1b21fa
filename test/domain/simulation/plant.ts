import { AutomationObject } from "../../../src/automation/automation-object.ts";
import { MIGRATIONS as automationMigrations } from "../../../src/automation/migrations.ts";
import { ConversationObject } from "../../../src/conversation/conversation-object.ts";
import { MIGRATIONS as threadMigrations } from "../../../src/conversation/migrations.ts";
import type { Told } from "../../../src/conversation/told.ts";
import { DeskObject } from "../../../src/desk/desk-object.ts";
import { type ListPage, viewsOf } from "../../../src/desk/list-query.ts";
import { MIGRATIONS as deskMigrations } from "../../../src/desk/migrations.ts";
import { DirectoryObject } from "../../../src/directory/directory-object.ts";
import { MIGRATIONS as directoryMigrations } from "../../../src/directory/migrations.ts";
import type { ConversationView } from "../../../src/domain/conversation.ts";
import { parseConversationId, threadName } from "../../../src/domain/ids.ts";
import { FlowObject } from "../../../src/flows/flow-object.ts";
import { MIGRATIONS as flowMigrations } from "../../../src/flows/migrations.ts";
import { FollowingObject } from "../../../src/following/following-object.ts";
import { MIGRATIONS as followingMigrations } from "../../../src/following/migrations.ts";
import type { Migration } from "../../../src/lib/database.ts";
import { MIGRATIONS as reportsMigrations } from "../../../src/reports/migrations.ts";
import { ReportsObject } from "../../../src/reports/reports-object.ts";
import { MIGRATIONS as searchMigrations } from "../../../src/search/migrations.ts";
import { SearchObject } from "../../../src/search/search-object.ts";
import { MIGRATIONS as subscriptionMigrations } from "../../../src/subscriptions/migrations.ts";
import { SubscriptionObject } from "../../../src/subscriptions/subscription-object.ts";
import type { Configuration } from "../../../src/tenant/configuration.ts";
import { Bucket, streamOf } from "./bucket.ts";
import { Channel, type StatusNews } from "./channel.ts";
import { ChannelFiles } from "./channel-files.ts";
import { SERVICE } from "./flow.ts";
import { type Caller, Host, type Kind, stubOf } from "./host.ts";
import { SimulatedQueue } from "./queue.ts";
import type { Said } from "./says.ts";
import { OutsideServices } from "./services.ts";
import { configurationFor, settingsOf } from "./tenant.ts";
import type { World } from "./world.ts";

/** A request that leaves. */
export interface Outgoing {
  method?: string;
  body?: string | null;
  headers?: HeadersInit;
}

/** What comes back; null where nothing does. */
export type Incoming = { status: number; body: object | Uint8Array } | null;

/** An event that the subscriber has taken. */
interface Received {
  id: string;
  /** Whom it was told. */
  url: string;
  /** The thread's key. */
  lane: string;
  seq: number;
  type: string;
  /** When the request left: what the clock showed, and the milliseconds that had passed. */
  sent: number;
  left: number;
}

/** A desk at whose conversations somebody looks now and then. */
class LookedAtDesk extends DeskObject {
  override async project(...[views, heard]: Parameters<DeskObject["project"]>): Promise<{ watched: boolean }> {
    await super.project(views, heard);
    return { watched: (heard?.events.at(-1)?.seq ?? 0) % 3 > 0 };
  }
}

const kind = (word: string, type: unknown, migrations: readonly Migration[]): Kind => ({
  word,
  type: type as Kind["type"],
  migrations,
});

const THREAD = kind("thread", ConversationObject, threadMigrations);
const DESK = kind("desk", LookedAtDesk, deskMigrations);
const FLOW = kind("flow", FlowObject, flowMigrations);
const DIRECTORY = kind("directory", DirectoryObject, directoryMigrations);
const FOLLOWING = kind("following", FollowingObject, followingMigrations);
const SEARCH = kind("search", SearchObject, searchMigrations);
const REPORTS = kind("reports", ReportsObject, reportsMigrations);
const AUTOMATION = kind("automation", AutomationObject, automationMigrations);
const SUBSCRIPTION = kind("subscription", SubscriptionObject, subscriptionMigrations);

const GRAPH = "https://graph.example/v25.0";

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
  readonly files: ChannelFiles;
  readonly bucket: Bucket;
  /** Files that agents uploaded, by their names there, and what they said with them. */
  readonly uploads = new Map<string, Said>();
  /** What the flow asked of its service, by the key of the request: how often. */
  readonly asked = new Map<string, number>();
  /** All else that lives: flows, subscriptions, the directory. */
  readonly others = new Map<string, Host>();
  readonly #services = new OutsideServices(this);
  readonly #queues: { [name in "outbound" | "work" | "callbacks"]: SimulatedQueue };
  /** A turn that is asked for again gets the same answer. */
  readonly #answers = new Map<string, object>();

  constructor(world: World, tenantId: string, report: (news: StatusNews) => void) {
    this.world = world;
    this.tenantId = tenantId;
    this.configuration = configurationFor(world, tenantId);
    this.channel = new Channel(world, report);
    this.files = new ChannelFiles(world);
    this.bucket = new Bucket(world);
    const envOf = (caller: Caller) => this.envOf(caller);
    this.#queues = {
      outbound: new SimulatedQueue(world, "outbound", envOf),
      work: new SimulatedQueue(world, "work", envOf),
      callbacks: new SimulatedQueue(world, "callbacks", envOf),
    };
    this.desk = new Host(world, DESK, tenantId, envOf);
  }

  /** Whether no message may have got a file: what becomes of those is not lived here. */
  mayWait(file: string): boolean {
    return this.uploads.get(file)?.acknowledged === null;
  }

  /** The bindings as one caller has them. */
  envOf(caller: Caller): Cloudflare.Env {
    const { world } = this;
    const always = (object: object) => ({ getByName: () => object });
    const reached = (target: (name: string) => Host) => ({
      getByName: (name: string) => stubOf(world, () => target(name), caller),
    });
    const quiet = async () => undefined;
    const here = { resolve: async () => ({}) };
    const directory = reached((name) => this.#other(DIRECTORY, name));
    return {
      CONVERSATION: reached((name) => this.#thread(name)),
      DESK: reached(() => this.desk),
      SUBSCRIPTION: reached((name) => this.#other(SUBSCRIPTION, name)),
      FLOW: reached((name) => this.#other(FLOW, name)),
      DIRECTORY: { getByName: (name: string) => (name.startsWith("tenant:") ? here : directory.getByName(name)) },
      TENANT: always(settingsOf(this.configuration)),
      ...(world.hasFollowers
        ? {
            FOLLOWING: reached((name) => this.#other(FOLLOWING, name)),
            SEARCH: reached((name) => this.#other(SEARCH, name)),
            REPORTS: reached((name) => this.#other(REPORTS, name)),
            AUTOMATION: reached((name) => this.#other(AUTOMATION, name)),
          }
        : { FOLLOWING: always({ nudge: quiet, visit: quiet }), SEARCH: always({ forget: quiet }) }),
      KNOWLEDGE: always({ answer: (told: Told) => this.#think(told, caller), forget: quiet }),
      MEDIA: this.bucket.bindingOf(caller),
      OUTBOUND: this.#queues.outbound.producer(caller),
      WORK: this.#queues.work.producer(caller),
      CALLBACKS: this.#queues.callbacks.producer(caller),
      WHATSAPP_GRAPH_URL: GRAPH,
    } as unknown as Cloudflare.Env;
  }

  thread(threadKey: string): Host {
    return this.#thread(threadName(this.tenantId, threadKey));
  }

  #thread(name: string): Host {
    const found = this.threads.get(name) ?? this.#hostOf(THREAD, name);
    this.threads.set(name, found);
    return found;
  }

  #other(kind: Kind, name: string): Host {
    const key = `${kind.word} ${name}`;
    const found = this.others.get(key) ?? this.#hostOf(kind, name);
    this.others.set(key, found);
    return found;
  }

  #hostOf = (kind: Kind, name: string): Host => new Host(this.world, kind, name, (caller) => this.envOf(caller));

  /** What is said in all conversations. */
  get search(): Host {
    return this.#other(SEARCH, this.tenantId);
  }

  get reports(): Host {
    return this.#other(REPORTS, this.tenantId);
  }

  /** Reports that were told of nothing yet. */
  newReports(): Host {
    return this.#hostOf(REPORTS, this.tenantId);
  }

  subscription(id: string): Host {
    return this.#other(SUBSCRIPTION, `${this.tenantId}:${id}`);
  }

  /** What runs the flows of a thread, if it ever did. */
  flowOf(threadKey: string): Host | null {
    return this.others.get(`${FLOW.word} ${threadName(this.tenantId, threadKey)}`) ?? null;
  }

  /** The way out: to the channel, to what a flow asks, or to the subscriber. */
  fetch(url: string, init: Outgoing): Promise<object> {
    const { world } = this;
    const [sent, left] = [world.now, world.elapsed];
    return new Promise((resolve, reject) => {
      world.after(world.delay() % IN_TIME_MS, () => {
        const answer = this.#answerTo(url, init, { sent, left });
        const wait = world.delay() % IN_TIME_MS;
        if (answer === null) world.after(wait, () => reject(new Error("no answer")));
        else world.after(wait, () => resolve(responseOf(answer)));
      });
    });
  }

  #answerTo(url: string, { method = "GET", body, headers }: Outgoing, at: Pick<Received, "sent" | "left">): Incoming {
    if (method === "GET") return this.files.answer(url);
    if (url.startsWith(GRAPH)) return this.channel.take(JSON.parse(body ?? "{}"));
    if (url.startsWith(SERVICE)) return this.#serve(new Headers(headers));
    return this.#takeEvent(url, new Headers(headers), body ?? "{}", at);
  }

  #serve(headers: Headers): Incoming {
    const { world } = this;
    const key = headers.get("idempotency-key") ?? "";
    this.asked.set(key, (this.asked.get(key) ?? 0) + 1);
    if (world.happens(world.faults.lost)) return world.pick([null, { status: 503, body: {} }]);
    return { status: 200, body: new TextEncoder().encode('{"number":7}') };
  }

  #takeEvent(url: string, headers: Headers, body: string, at: Pick<Received, "sent" | "left">): Incoming {
    const { world } = this;
    if (world.happens(world.faults.lost)) return world.pick([null, { status: 500, body: {} }]);
    const id = headers.get("webhook-id") ?? "";
    const [conversation = "", seq = "0"] = id.split(":");
    const lane = parseConversationId(conversation)?.threadKey ?? "";
    const { type, data } = JSON.parse(body);
    this.received.push({ id, url, lane, seq: Number(seq), type, ...at });
    const isFirst = url === this.configuration.subscriptions[0]?.url;
    if (world.hasServices && isFirst) this.#services.hear(lane, data);
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
    return viewsOf((await this.desk.call("list", [{ limit: null }])) as ListPage);
  }

  /** All that lives here. */
  get hosts(): Host[] {
    return [this.desk, ...this.threads.values(), ...this.others.values()];
  }

  close(): void {
    for (const host of this.hosts) host.disk.close();
  }
}

function responseOf({ status, body }: NonNullable<Incoming>) {
  const isFile = body instanceof Uint8Array;
  return {
    status,
    headers: new Headers(isFile ? { "content-length": String(body.length) } : {}),
    body: isFile ? streamOf(body) : null,
    text: async () => JSON.stringify(body),
  };
}
