import { deskOf, type Heard } from "../desk/port.ts";
import type { ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { conversationId } from "../domain/ids.ts";
import type { PendingMedia, PendingSend, Thread } from "../domain/thread.ts";
import { flowAt } from "../flows/port.ts";
import { followingOf } from "../following/port.ts";
import { knowledgeOf } from "../knowledge/port.ts";
import { errorText, log } from "../lib/log.ts";
import { searchOf } from "../search/port.ts";
import { configurationOf } from "../tenant/configuration.ts";
import type { CallbackJob, OutboundJob, WorkJob } from "./port.ts";

type MarkRead = Extract<WorkJob, { kind: "mark_read" }>;

/** Attempts that were dispatched; a thread has few files at a time. */
const MOST_REMEMBERED = 1_000;

/** Where a thread's events go. Each destination drops what it has, so a repetition does no harm. */
export class Outbox {
  readonly #env: Cloudflare.Env;
  #dispatched = "";
  #asked = 0;
  readonly #fetching = new Set<string>();

  constructor(env: Cloudflare.Env) {
    this.#env = env;
  }

  /** Tells the tenant's desk how its conversations stand, and what happened. Throws when the desk does not take it. */
  project(tenantId: string, views: ConversationView[], heard: Heard): Promise<{ watched: boolean }> {
    return deskOf(this.#env, tenantId).project(views, heard);
  }

  /** Has the desk store at once what it gathers. */
  async hurry(tenantId: string): Promise<void> {
    await deskOf(this.#env, tenantId).project([]);
  }

  /** Has those who follow the tenant's threads read this one. Throws when they cannot be reached. */
  async visit({ tenant_id, thread_key }: CallbackJob): Promise<void> {
    await followingOf(this.#env, tenant_id).visit(thread_key);
  }

  /** Has the tenant's desk forget a thread's conversations up to a number. Throws when the desk does not take it. */
  async forget(tenantId: string, threadKey: string, through: number): Promise<void> {
    await deskOf(this.#env, tenantId).forget(threadKey, through);
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

  /** Puts the fetching of a file on the queue, once for each attempt; `again` when it got no verdict in time. */
  async fetch({ tenant_id, thread_key }: OutboundJob, media: PendingMedia, again: boolean): Promise<void> {
    const { message_seq } = media;
    const attempt = `${message_seq}:${media.attempt}:${media.retry_at}`;
    if (this.#fetching.has(attempt) && !again) return;
    if (this.#fetching.size > MOST_REMEMBERED) this.#fetching.clear();
    this.#fetching.add(attempt);
    await this.#put({ kind: "fetch_media", tenant_id, thread_key, message_seq }).catch((error) => {
      this.#fetching.delete(attempt);
      log("warn", "work.dispatch_failed", { error: errorText(error) });
    });
  }

  /** Has our own AI agent answer a turn; `again` when its answer did not come in time. */
  async askAi({ tenant_id, thread_key }: OutboundJob, seq: number, again: boolean): Promise<void> {
    if (this.#asked === seq && !again) return;
    this.#asked = seq;
    await this.#put({ kind: "ask_ai", tenant_id, thread_key, seq }).catch((error) => {
      this.#asked = 0;
      log("warn", "work.dispatch_failed", { error: errorText(error) });
    });
  }

  /** Tells the flow of ours that runs in a thread how far its log goes. Throws when it cannot be reached. */
  async tellFlow({ tenant_id, thread_key }: CallbackJob, seq: number): Promise<void> {
    await flowAt(this.#env, tenant_id, thread_key).notify(seq);
  }

  /** Has our own services forget a person. Throws when they cannot be reached. */
  async forgetPerson(
    { tenant_id, thread_key }: CallbackJob,
    { seq, last_number }: NonNullable<Thread["erased"]>,
  ): Promise<void> {
    await flowAt(this.#env, tenant_id, thread_key).forget(seq);
    await followingOf(this.#env, tenant_id).visit(thread_key);
    await searchOf(this.#env, tenant_id).forget(thread_key, seq);
    const numbers = Array.from({ length: last_number }, (_, index) => index + 1);
    await knowledgeOf(this.#env, tenant_id).forget(numbers.map((number) => conversationId(thread_key, number)));
  }

  /** Has the tenant's services told of what lies behind the cursor. Says whether the queue took it. */
  async tellServices({ tenant_id, thread_key }: CallbackJob): Promise<boolean> {
    try {
      await this.#env.CALLBACKS.send({ tenant_id, thread_key });
      return true;
    } catch (error) {
      log("warn", "callbacks.dispatch_failed", { error: errorText(error) });
      return false;
    }
  }

  /** Whether the tenant has anybody to tell. */
  async hasSubscribers(tenantId: string): Promise<boolean> {
    const configuration = await configurationOf(this.#env, tenantId);
    return (configuration?.subscriptions.length ?? 0) > 0;
  }

  /** Best effort: a receipt that is lost is not made up for. */
  markRead(job: MarkRead): Promise<void> {
    return this.#put(job).catch((error) => log("warn", "work.dispatch_failed", { error: errorText(error) }));
  }

  /** Deletes a file for good; says whether it is gone. */
  async deleteMedia(tenantId: string, mediaId: string): Promise<boolean> {
    try {
      await this.#env.MEDIA.delete(`${tenantId}/${mediaId}`);
      return true;
    } catch (error) {
      log("warn", "media.delete_failed", { error: errorText(error) });
      return false;
    }
  }

  async #put(job: WorkJob): Promise<void> {
    await this.#env.WORK.send(job);
  }
}

/** The receipt for what was just received, and that somebody writes while a bot has the word; null when nothing was. */
export function receiptOf({ identity, current }: Thread, events: readonly Event[]): MarkRead | null {
  const received = events.findLast((event) => event.type === "message.received")?.message;
  if (!identity || !received || received.passive || received.whatsapp_message_id === null) return null;
  const { tenant_id, inbox_id } = identity;
  const typing = current?.control === "ai" || current?.control === "flow";
  return { kind: "mark_read", tenant_id, inbox_id, channel_message_id: received.whatsapp_message_id, typing };
}
