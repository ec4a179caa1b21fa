import type { ServerFrame, ServerFrames } from "./frames.ts";

/** A sign that somebody types is over by itself, should its end be lost. */
const TYPING_MS = 8_000;

interface Typing {
  agent_id: string | null;
  note: boolean;
}

export interface Signs {
  viewers: readonly string[];
  typing: readonly Typing[];
}

const NONE: Signs = { viewers: [], typing: [] };

/** What is only true for a moment: who looks at what, who types, who is there. */
export class LiveSigns {
  readonly #signs = new Map<string, Signs>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #listeners = new Set<() => void>();
  presence: ReadonlyMap<string, ServerFrames["presence:changed"]["status"]> = new Map();

  onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  of(conversationId: string): Signs {
    return this.#signs.get(conversationId) ?? NONE;
  }

  take(frame: ServerFrame): void {
    if (frame.type === "viewers") this.#set(frame.data.conversation_id, { viewers: frame.data.agent_ids });
    if (frame.type === "typing") this.#typing(frame.data);
    if (frame.type === "presence:changed") {
      this.presence = new Map(this.presence).set(frame.data.agent_id, frame.data.status);
      this.#changed();
    }
    if (frame.type === "conversation:message" && frame.data.sender_type !== "customer") {
      const { conversation_id, sender_id } = frame.data;
      this.#typing({ conversation_id, agent_id: sender_id, typing: false, note: false });
    }
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  #typing({ conversation_id, agent_id, typing, note }: ServerFrames["typing"]): void {
    const key = `${conversation_id} ${agent_id}`;
    clearTimeout(this.#timers.get(key));
    const others = this.of(conversation_id).typing.filter((one) => one.agent_id !== agent_id);
    this.#set(conversation_id, { typing: typing ? [...others, { agent_id, note }] : others });
    if (!typing) return;
    const end = () => this.#typing({ conversation_id, agent_id, typing: false, note });
    this.#timers.set(key, setTimeout(end, TYPING_MS));
  }

  #set(conversationId: string, part: Partial<Signs>): void {
    this.#signs.set(conversationId, { ...this.of(conversationId), ...part });
    this.#changed();
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
