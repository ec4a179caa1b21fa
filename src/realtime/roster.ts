import type { Presence } from "../domain/assignment.ts";
import type { Sockets } from "./sockets.ts";

/** Whose last socket is gone comes back in this time, as after a change of network, or is off line. */
const GRACE_MS = 30_000;
const KEPT_AS = "realtime.present";

interface Status {
  status: Presence;
  /** Off line from then on; epoch milliseconds. */
  until: number | null;
}

/** What the desk keeps of who is there. */
export interface PresenceKeeper {
  statuses(): Map<string, Status>;
  set(agentId: string, status: Presence, until: number | null, at: string): void;
  /** Whose time is over is off line. */
  expire(now: number): void;
}

/** Who is there, as sockets show it: whoever comes is on line, whoever is gone for a while is not. */
export class Roster {
  readonly #storage: DurableObjectStorage;
  readonly #sockets: Sockets;
  readonly #presence: PresenceKeeper;
  readonly #commit: (work: () => void) => void;
  /** As everybody was told last. */
  #told: Map<string, Presence>;

  /** @param commit does its work in one transaction */
  constructor(
    storage: DurableObjectStorage,
    sockets: Sockets,
    presence: PresenceKeeper,
    commit: (work: () => void) => void,
  ) {
    this.#storage = storage;
    this.#sockets = sockets;
    this.#presence = presence;
    this.#commit = commit;
    this.#told = new Map([...presence.statuses()].map(([id, { status }]) => [id, status]));
  }

  /** An agent has opened a socket. Whoever said they are away or busy stays so. @returns whether anything is new */
  came(agentId: string, now: number): boolean {
    const known = this.#presence.statuses().get(agentId);
    const isThere = known !== undefined && known.status !== "offline" && (known.until === null || known.until > now);
    this.#keep([...this.#kept(), agentId]);
    if (isThere && known.until === null) return false;
    const status = isThere ? known.status : "online";
    this.#commit(() => this.#presence.set(agentId, status, null, new Date(now).toISOString()));
    return true;
  }

  /** A socket of an agent is gone. @returns when they are off line, if it was the last one; epoch milliseconds */
  left(agentId: string, now: number): number | null {
    if (this.#sockets.ofAgent(agentId).length > 0 || !this.#kept().includes(agentId)) return null;
    this.#keep(this.#kept().filter((id) => id !== agentId));
    const known = this.#presence.statuses().get(agentId);
    if (!known || known.status === "offline") return null;
    const until = Math.min(known.until ?? Number.POSITIVE_INFINITY, now + GRACE_MS);
    this.#commit(() => this.#presence.set(agentId, known.status, until, new Date(now).toISOString()));
    return until;
  }

  /** Tells everybody of whoever is not as they were told last. */
  tell(now: number): void {
    const isOver = [...this.#presence.statuses().values()].some((one) => statusAt(one, now) !== one.status);
    if (isOver) this.#commit(() => this.#presence.expire(now));
    const before = this.#told;
    this.#told = new Map([...this.#presence.statuses()].map(([id, one]) => [id, statusAt(one, now)]));
    const members = this.#sockets.all().filter(({ session }) => session.list !== null);
    const changed = [...this.#told].filter(([id, status]) => (before.get(id) ?? "offline") !== status);
    for (const [agent_id, status] of changed)
      this.#sockets.tell(members, [{ type: "presence:changed", data: { agent_id, status } }]);
  }

  /** Sockets that are gone without a word, as when the machine went down: their agents have as long to come back. */
  missed(now: number): number | null {
    const ends = this.#kept().map((agentId) => this.left(agentId, now));
    return ends.find((end) => end !== null) ?? null;
  }

  #kept(): string[] {
    return this.#storage.kv.get<string[]>(KEPT_AS) ?? [];
  }

  #keep(agentIds: string[]): void {
    const now = [...new Set(agentIds)];
    if (now.length !== this.#kept().length) this.#storage.kv.put(KEPT_AS, now);
  }
}

const statusAt = ({ status, until }: Status, now: number): Presence =>
  until !== null && until <= now ? "offline" : status;
