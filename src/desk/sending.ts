import { threadAt } from "../conversation/port.ts";
import type { ConversationView } from "../domain/conversation.ts";
import { parseConversationId } from "../domain/ids.ts";
import type { Rejection } from "../domain/rejections.ts";
import { errorText, log } from "../lib/log.ts";
import type { Letter, Outgoing } from "./outgoing.ts";

/** A thread that cannot be reached is asked again after so long, ever more slowly. */
const AGAIN_MS = 1_000;
const AGAIN_AT_MOST_MS = 5 * 60_000;

/** So many threads are called at the same time: one call of ours may make a limited number of others. */
const AT_ONCE = 50;

/** What a thread said to a command: how its conversation stands, or why it refused. */
export interface Heard {
  conversation: ConversationView | null;
  rejection: Rejection | null;
}

/** Puts the desk's commands to the threads: those of one conversation in order, each at least once and taken once. */
export class Sending {
  readonly #env: Cloudflare.Env;
  readonly #outgoing: Outgoing;
  readonly #tenantId: () => string;
  readonly #heard: (letter: Letter, heard: Heard) => void;
  #running: Promise<void> | null = null;

  /** @param heard is told of every answer, once it is certain; removes the letter in the same commit */
  constructor(
    env: Cloudflare.Env,
    outgoing: Outgoing,
    tenantId: () => string,
    heard: (letter: Letter, heard: Heard) => void,
  ) {
    this.#env = env;
    this.#outgoing = outgoing;
    this.#tenantId = tenantId;
    this.#heard = heard;
  }

  /** Done once everything was tried that was there when it was asked for. */
  run(): Promise<void> {
    if (this.#running !== null) return this.#running.then(() => this.run());
    if (this.#outgoing.first(Date.now(), 1).length === 0) return Promise.resolve();
    this.#running = this.#all().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #all(): Promise<void> {
    for (;;) {
      const letters = this.#outgoing.first(Date.now(), AT_ONCE);
      if (letters.length === 0) return;
      await Promise.all(letters.map((letter) => this.#send(letter)));
    }
  }

  async #send(letter: Letter): Promise<void> {
    const { conversation_id, key, command } = letter;
    const place = parseConversationId(conversation_id);
    if (place === null) return this.#outgoing.remove(letter.id);
    try {
      const thread = threadAt(this.#env, this.#tenantId(), place.threadKey);
      const result = await thread.execute({ keys: [key], fingerprint: null, command });
      if (!result.ok) log("info", "desk.refused", { command: command.type, code: result.error.code });
      const conversation = result.ok ? result.value.conversation : null;
      this.#heard(letter, { conversation, rejection: result.ok ? null : result.error });
    } catch (error) {
      const wait = Math.min(AGAIN_MS * 2 ** Math.min(letter.tries, 20), AGAIN_AT_MOST_MS);
      this.#outgoing.postpone(letter.id, Date.now() + wait);
      log("warn", "desk.thread_unreachable", { command: command.type, error: errorText(error) });
    }
  }
}
