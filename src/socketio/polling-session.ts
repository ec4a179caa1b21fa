import { CLOSE, type EngineFault, joinPackets, NOOP, readPacket, splitPackets } from "./engine.ts";
import { knock, MOST_KNOCKS, refusedSignIn } from "./session.ts";
import type { Member, SignIn } from "./who.ts";

/** What the object that holds the session lends it. */
export interface PollingWorld {
  now(): number;
  wait(ms: number): Promise<void>;
  signIn(auth: Record<string, unknown>): Promise<SignIn>;
  /** A socket to the desk of the member's tenant, on which the session takes part. */
  openLeg(member: Member, heard: (packet: string) => void, ended: () => void): Promise<Leg>;
}

export interface Leg {
  send(packet: string): void;
  close(): void;
}

export type PollAnswer = { ok: true; body: string } | { ok: false; fault: EngineFault };

/** Who is not signed in by then is sent away; shorter than a client waits for its first ping. */
export const SIGN_IN_MS = 40_000;
/** A client that polls no more for so long is gone. */
const SILENCE_MS = 45_000;
/** So long a client that was let in is not answered: most change to a WebSocket within that time, and take part there. */
const UPGRADE_GRACE_MS = 2_000;
/** A change that takes longer has failed: the client goes on by polling. */
const UPGRADE_MS = 5_000;
/** While it changes, its polls come back so quickly: it changes only between two of them. */
const UPGRADE_POLL_MS = 100;
/** More than so many characters that nobody fetches are nobody's. */
const MOST_WAITING = 5_000_000;

type State =
  | { at: "door" }
  /** Let in, and not answered yet. */
  | { at: "let_in"; member: Member }
  | { at: "upgrading"; member: Member; since: number }
  | { at: "polling"; leg: Leg }
  | { at: "gone" };

const refused = (fault: EngineFault): PollAnswer => ({ ok: false, fault });

/**
 * A client as long as it polls. It is at the door here; once let in, it either changes to a WebSocket, which goes straight
 * to its tenant's desk and where it is welcomed, or takes part from here by a socket of ours.
 */
export class PollingSession {
  #state: State = { at: "door" };
  #waiting: string[] = [];
  #poll: ((packets: string[]) => void) | null = null;
  #lastSeen: number;
  #knocks = 0;
  readonly #since: number;
  readonly #world: PollingWorld;
  readonly #letIn = Promise.withResolvers<void>();

  /** @param opening the first packet */
  constructor(world: PollingWorld, opening: string) {
    this.#world = world;
    this.#since = world.now();
    this.#lastSeen = this.#since;
    this.#waiting.push(opening);
  }

  get isGone(): boolean {
    return this.#state.at === "gone";
  }

  /** What waits for the client, once there is something. */
  async poll(): Promise<PollAnswer> {
    if (this.#state.at === "gone") return this.#last();
    if (this.#poll) {
      this.end();
      return refused("bad_request");
    }
    this.#lastSeen = this.#world.now();
    if (this.#state.at === "upgrading") return this.#pollWhileUpgrading(this.#state.member, this.#state.since);
    return { ok: true, body: joinPackets(await this.#next()) };
  }

  /** What the client says. */
  post(body: string): PollAnswer {
    if (this.#state.at === "gone") return refused("unknown_session");
    this.#lastSeen = this.#world.now();
    const packets = splitPackets(body);
    if (packets === null || !packets.every((packet) => this.#take(packet))) {
      this.end();
      return refused("bad_request");
    }
    return { ok: true, body: "ok" };
  }

  /** The client changes to a WebSocket: whose it is, once it has signed in; null when it must go on by polling. */
  async upgrade(): Promise<Member | null> {
    await Promise.race([this.#letIn.promise, this.#world.wait(UPGRADE_MS)]);
    if (this.#state.at !== "let_in") return null;
    const { member } = this.#state;
    this.#state = { at: "upgrading", member, since: this.#world.now() };
    if (this.#poll) this.#say(NOOP);
    return member;
  }

  /** Sends away who does not sign in, and forgets who is not there any more. */
  sweep(): void {
    const now = this.#world.now();
    const isLate = this.#state.at === "door" && now - this.#since > SIGN_IN_MS;
    const isSilent = this.#poll === null && now - this.#lastSeen > SILENCE_MS;
    if (isLate || isSilent) this.end();
  }

  end(): void {
    if (this.#state.at === "gone") return;
    const leg = this.#state.at === "polling" ? this.#state.leg : null;
    this.#state = { at: "gone" };
    this.#letIn.resolve();
    this.#say(CLOSE);
    leg?.close();
  }

  /** Whether the client may say so. */
  #take(packet: string): boolean {
    if (this.#state.at === "polling") {
      const said = readPacket(packet)?.type;
      if (said !== "message" && said !== "pong" && said !== "close") return false;
      if (said === "close") this.end();
      else this.#state.leg.send(packet);
      return true;
    }
    const step = knock(packet);
    if (step.type === "leave") this.end();
    if ((step.type === "say" || step.type === "sign_in") && ++this.#knocks > MOST_KNOCKS) return false;
    if (step.type === "say") this.#say(...step.frames);
    if (step.type !== "sign_in") return step.type !== "fault";
    if (this.#state.at !== "door") return false;
    void this.#signIn(step.auth);
    return true;
  }

  async #signIn(auth: Record<string, unknown>): Promise<void> {
    const whom = await this.#world.signIn(auth).catch((): SignIn => ({ ok: false, error: "unauthorized" }));
    if (this.#state.at !== "door") return;
    if (!whom.ok) {
      this.#say(refusedSignIn(whom.error));
      return;
    }
    this.#state = { at: "let_in", member: whom.value };
    this.#letIn.resolve();
    await this.#world.wait(UPGRADE_GRACE_MS);
    // Whether it has begun to change by now.
    const state: State = this.#state;
    if (state.at === "let_in") await this.#takePart(state.member);
  }

  /** From here on by polling alone. */
  async #takePart(member: Member): Promise<void> {
    try {
      const leg = await this.#world.openLeg(
        member,
        (packet) => this.#say(packet),
        () => this.end(),
      );
      if (this.#state.at === "gone") leg.close();
      else this.#state = { at: "polling", leg };
    } catch {
      this.end();
    }
  }

  async #pollWhileUpgrading(member: Member, since: number): Promise<PollAnswer> {
    if (this.#world.now() - since > UPGRADE_MS) {
      await this.#takePart(member);
      return { ok: true, body: joinPackets(await this.#next()) };
    }
    await this.#world.wait(UPGRADE_POLL_MS);
    return { ok: true, body: NOOP };
  }

  #next(): Promise<string[]> {
    if (this.#waiting.length > 0) return Promise.resolve(this.#waiting.splice(0));
    return new Promise((resolve) => {
      this.#poll = resolve;
    });
  }

  #say(...packets: string[]): void {
    this.#waiting.push(...packets);
    if (this.#poll) {
      this.#poll(this.#waiting.splice(0));
      this.#poll = null;
      this.#lastSeen = this.#world.now();
    }
    const length = this.#waiting.reduce((sum, packet) => sum + packet.length, 0);
    if (length > MOST_WAITING) this.end();
  }

  /** What was left to say to a client that is gone, once. */
  #last(): PollAnswer {
    if (this.#waiting.length === 0) return refused("unknown_session");
    return { ok: true, body: joinPackets(this.#waiting.splice(0)) };
  }
}
