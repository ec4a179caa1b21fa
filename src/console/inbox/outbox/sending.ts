import { ApiProblem } from "../../api/problem.ts";
import type { Keep } from "./keep.ts";
import { type Kept, type Outgoing, type OutgoingDraft, outgoingOf, type Taken } from "./outgoing.ts";
import { begun, inOrder, lastHeldFor, nextOf, raised, refused, retried, taken } from "./queue.ts";

/** After a failure that passes: as long as that, twice as long each time, at most. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 15_000;
/** The server tells what it took within moments; should it not, it is shown again with the next reading. */
const TOLD_MS = 60_000;

export interface Means {
  keep: Keep;
  agent: Kept["agent"];
  /** Says it to the server. @throws ApiProblem when it is refused, or `offline` when no answer came */
  deliver: (one: Kept) => Promise<Taken>;
  /** Does work while no other window does the same. */
  alone: (name: string, work: () => Promise<void>) => Promise<void>;
  now: () => number;
  newId: () => string;
  /** @returns how to call it off */
  later: (work: () => void, ms: number) => () => void;
}

/** Sends what an agent said: of each conversation one at a time, in order, as often as it takes, and once. */
export class Sending {
  readonly #means: Means;
  readonly #listeners = new Set<() => void>();
  readonly #running = new Set<string>();
  readonly #delays = new Map<string, () => void>();
  /** How long each conversation waited last after a failure. */
  readonly #waited = new Map<string, number>();
  /** What the server has, until it tells of it. */
  readonly #told = new Map<string, { one: Kept; cancel: () => void }>();
  /** The last seq of each conversation that the agent certainly knows of: what they said, and what it was held for. */
  readonly #lastKnown = new Map<string, number>();
  #lastOrder = 0;
  #shown = new Map<string, Outgoing[]>();
  #isClosed = false;

  constructor(means: Means) {
    this.#means = means;
  }

  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What of a conversation is under way, in order; the same array until something changes. */
  of(conversationId: string): Outgoing[] {
    const known = this.#shown.get(conversationId);
    if (known) return known;
    const told = [...this.#told.values()].map(({ one }) => one);
    const all = [
      ...this.#ofConversation(conversationId),
      ...told.filter((one) => one.conversation_id === conversationId),
    ];
    const shown = inOrder(all).map(outgoingOf);
    this.#shown.set(conversationId, shown);
    return shown;
  }

  /** @param seenSeq the last seq that the agent had seen; null sends it whatever was said since */
  send(conversationId: string, draft: OutgoingDraft, seenSeq: number | null): string {
    const { keep, agent, now, newId } = this.#means;
    const known = this.#lastKnown.get(conversationId) ?? 0;
    this.#lastOrder = Math.max(now(), this.#lastOrder + 1);
    const client_id = newId();
    keep.put({
      client_id,
      conversation_id: conversationId,
      message_id: null,
      seq: null,
      draft,
      state: "waiting",
      problem: null,
      at: new Date(now()).toISOString(),
      agent,
      order: this.#lastOrder,
      seen_seq: seenSeq === null ? null : Math.max(seenSeq, known),
      is_fixed: false,
    });
    this.changed();
    void this.#drain(conversationId);
    return client_id;
  }

  retry(clientId: string): void {
    const one = this.#means.keep.get(clientId);
    if (one === null) return;
    this.#means.keep.put(retried(one));
    this.changed();
    this.#wake(one.conversation_id);
  }

  /** @returns what it said; null when it is gone, or may be with the server */
  discard(clientId: string): OutgoingDraft | null {
    const one = this.#means.keep.get(clientId);
    if (one === null || one.is_fixed) return null;
    this.#means.keep.remove(clientId);
    // What it was held for was shown with it: what is said in its place is said in the knowledge of that.
    this.#knows(one.conversation_id, lastHeldFor(one));
    this.changed();
    this.#wake(one.conversation_id);
    return one.draft;
  }

  /** Tries all that waits, now: the line is back, or the page was just opened. */
  wake(): void {
    for (const id of this.#waiting()) this.#wake(id);
  }

  /** The server told of something: what was kept to show in its place is not needed any more. */
  told(conversationId: string, { id, seq }: { id: string | null; seq: number | null }): void {
    for (const { one } of this.#told.values()) {
      const isIt = one.message_id === null ? one.seq === seq : one.message_id === id;
      if (one.conversation_id === conversationId && isIt) this.#forget(one.client_id);
    }
  }

  /** Another window changed something: should it go away, this one sends the rest. */
  changedElsewhere(): void {
    this.changed();
    for (const id of this.#waiting()) void this.#drain(id);
  }

  /** What is shown is read anew. */
  changed = (): void => {
    this.#shown = new Map();
    for (const listener of this.#listeners) listener();
  };

  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#delays.values()) cancel();
    for (const { cancel } of this.#told.values()) cancel();
  }

  #knows(conversationId: string, seq: number): void {
    this.#lastKnown.set(conversationId, Math.max(seq, this.#lastKnown.get(conversationId) ?? 0));
  }

  #waiting(): Set<string> {
    return new Set(this.#means.keep.all().map(({ conversation_id }) => conversation_id));
  }

  #ofConversation(id: string): Kept[] {
    return this.#means.keep.all().filter(({ conversation_id }) => conversation_id === id);
  }

  #wake(conversationId: string): void {
    this.#delays.get(conversationId)?.();
    this.#delays.delete(conversationId);
    void this.#drain(conversationId);
  }

  async #drain(conversationId: string): Promise<void> {
    if (this.#running.has(conversationId) || this.#delays.has(conversationId) || this.#isClosed) return;
    this.#running.add(conversationId);
    try {
      await this.#means.alone(conversationId, async () => {
        while (!this.#isClosed && (await this.#sendNext(conversationId)));
      });
    } finally {
      this.#running.delete(conversationId);
    }
    // Something may have been said between the last look and now.
    if (nextOf(this.#ofConversation(conversationId))) void this.#drain(conversationId);
  }

  /** @returns whether there may be more to send now */
  async #sendNext(conversationId: string): Promise<boolean> {
    const { keep, deliver } = this.#means;
    const next = nextOf(this.#ofConversation(conversationId));
    if (next === null) return false;
    const one = begun(next);
    keep.put(one);
    this.changed();
    const outcome = await deliver(one).catch((error: unknown) =>
      error instanceof ApiProblem ? error : new ApiProblem("unreadable", 0),
    );
    if (this.#isClosed) return false;
    return outcome instanceof ApiProblem ? this.#wasRefused(one, outcome) : this.#wasTaken(taken(one, outcome));
  }

  #wasTaken(one: Kept): boolean {
    const { keep, later } = this.#means;
    const { conversation_id, client_id, seq } = one;
    if (!one.draft.is_note) {
      this.#knows(conversation_id, seq ?? 0);
      for (const behind of raised(this.#ofConversation(conversation_id), one)) keep.put(behind);
    }
    this.#told.set(client_id, { one, cancel: later(() => this.#forget(client_id), TOLD_MS) });
    keep.remove(client_id);
    this.#waited.delete(conversation_id);
    this.changed();
    return true;
  }

  #wasRefused(one: Kept, problem: ApiProblem): boolean {
    const after = refused(one, problem);
    this.#means.keep.put(after);
    if (after.state === "waiting") this.#waitFor(one.conversation_id);
    this.changed();
    return after.state !== "waiting";
  }

  #waitFor(conversationId: string): void {
    const before = this.#waited.get(conversationId);
    const ms = before === undefined ? FIRST_RETRY_MS : Math.min(before * 2, LAST_RETRY_MS);
    this.#waited.set(conversationId, ms);
    this.#delays.set(
      conversationId,
      this.#means.later(() => this.#wake(conversationId), ms),
    );
  }

  #forget(clientId: string): void {
    this.#told.get(clientId)?.cancel();
    this.#told.delete(clientId);
    this.changed();
  }
}
