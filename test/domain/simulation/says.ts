import type { World } from "./world.ts";

/** Something that somebody said, or tried to. Times are milliseconds that had passed. */
export interface Said {
  /** Stands in it, and in nothing else. */
  token: string;
  /** Whose conversation it was said in. */
  person: number;
  /** The thread it was said to; null for a customer's, which find their own. */
  thread_key: string | null;
  begun: number;
  /** It was said before all this; ER3: what a history brings of somebody who was erased is not kept. */
  is_past: boolean;
  /** Its id in the channel or ours, once it was said that it is kept, and when that was. */
  acknowledged: { at: number; wamid: string | null; id: string | null } | null;
}

/** Somebody's wish that a person be forgotten. */
export interface Erased {
  person: number;
  begun: number;
  /** When it was answered that nothing is left; never where it was refused. */
  done: number;
  /** What was answered. */
  at: string | null;
  thread_key: string;
}

/** What was said by whom, and what was to be forgotten: what the system must keep, and must not. */
export class Says {
  readonly said: Said[] = [];
  readonly erased: Erased[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  begin(person: number, thread_key: string | null, is_past = false): Said {
    const token = `q${String(this.said.length + 1).padStart(4, "0")}q`;
    const said: Said = { token, person, thread_key, begun: this.#world.elapsed, is_past, acknowledged: null };
    this.said.push(said);
    return said;
  }

  /** Whether it may be gone: said in a person's thread before that was erased. */
  mayBeGone({ person, begun, is_past }: Said): boolean {
    const own = this.erased.filter((one) => one.person === person && one.at !== null);
    return own.some(({ done }) => is_past || done >= begun);
  }
}
