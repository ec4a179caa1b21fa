import { DurableObject } from "cloudflare:workers";
import { openPacket } from "./engine.ts";
import { openLeg } from "./leg.ts";
import { signIn } from "./member.ts";
import { type Leg, type PollAnswer, PollingSession } from "./polling-session.ts";
import type { Member } from "./who.ts";

/** More clients that poll at once are not taken by one object. */
const MOST_SESSIONS = 2_000;
const SWEEP_MS = 5_000;

const UNKNOWN: PollAnswer = { ok: false, fault: "unknown_session" };

/**
 * Holds the clients that poll, in memory: a client whose session is gone connects anew by itself. It is awake as long as
 * it has any, which is a second for those that change to a WebSocket.
 */
export class GatewayObject extends DurableObject<Cloudflare.Env> {
  readonly #sessions = new Map<string, PollingSession>();
  #sweeping = false;

  /**
   * A new client.
   * @param known whom the headers of its request speak for
   * @returns null when there is no room
   */
  open(sid: string, known: Member | null): Promise<PollAnswer> | null {
    if (this.#sessions.size >= MOST_SESSIONS) return null;
    const world = {
      now: () => Date.now(),
      wait: (ms: number) => scheduler.wait(ms),
      signIn: (auth: Record<string, unknown>) => signIn(this.env, auth, known),
      openLeg: (member: Member, heard: (packet: string) => void, ended: () => void) =>
        this.#openLeg(member, heard, ended),
    };
    const session = new PollingSession(world, openPacket(sid, true));
    this.#sessions.set(sid, session);
    if (!this.#sweeping) this.ctx.waitUntil(this.#sweep());
    return session.poll();
  }

  poll(sid: string): Promise<PollAnswer> | PollAnswer {
    return this.#sessions.get(sid)?.poll() ?? UNKNOWN;
  }

  post(sid: string, body: string): PollAnswer {
    return this.#sessions.get(sid)?.post(body) ?? UNKNOWN;
  }

  /** Whose the client is that changes to a WebSocket; null when it may not. */
  upgrade(sid: string): Promise<Member | null> | null {
    return this.#sessions.get(sid)?.upgrade() ?? null;
  }

  async #openLeg(member: Member, heard: (packet: string) => void, ended: () => void): Promise<Leg> {
    const web = await openLeg(this.env, member, "connected");
    web.addEventListener("message", ({ data }) => heard(String(data)));
    web.addEventListener("close", ended);
    web.accept();
    return { send: (packet) => web.send(packet), close: () => web.close(1000) };
  }

  /** As long as there is anybody. */
  async #sweep(): Promise<void> {
    this.#sweeping = true;
    while (this.#sessions.size > 0) {
      await scheduler.wait(SWEEP_MS);
      for (const [sid, session] of this.#sessions) {
        // Once more after it ended: its last words may still be fetched.
        if (session.isGone) this.#sessions.delete(sid);
        else session.sweep();
      }
    }
    this.#sweeping = false;
  }
}
