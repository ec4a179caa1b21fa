import type { ConversationView } from "../domain/conversation.ts";
import type { PendingSend } from "../domain/thread.ts";
import { errorText, log } from "../lib/log.ts";
import type { OutboundJob } from "./port.ts";

/** Where a thread's events go. Each destination drops what it has, so a repetition does no harm. */
export class Outbox {
  readonly #env: Cloudflare.Env;
  #dispatched = "";

  constructor(env: Cloudflare.Env) {
    this.#env = env;
  }

  /** Tells the tenant's desk how its conversations stand. Throws when the desk does not take it. */
  async project(tenantId: string, views: ConversationView[]): Promise<void> {
    await this.#env.DESK.getByName(tenantId).project(views);
  }

  /** Puts a job on the queue unless this very attempt was dispatched already; `again` when it got no verdict in time. */
  async dispatch(job: OutboundJob, send: PendingSend, again: boolean): Promise<void> {
    const attempt = `${send.message_seq}:${send.attempt}:${send.retry_at}`;
    if (attempt === this.#dispatched && !again) return;
    this.#dispatched = attempt;
    try {
      await this.#env.OUTBOUND.send(job);
    } catch (error) {
      this.#dispatched = "";
      log("warn", "outbound.dispatch_failed", { error: errorText(error) });
    }
  }
}
