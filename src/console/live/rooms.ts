import type { ServerFrame } from "./frames.ts";

interface Room {
  users: number;
  /** The last number that was told of it; null before it was joined. */
  seq: number | null;
}

/** What a socket has joined, and how far it was told: what it names when it comes back. */
export class Rooms {
  readonly #rooms = new Map<string, Room>();
  /** The last number of the list; null before it was joined. */
  listSeq: number | null = null;

  ids(): string[] {
    return [...this.#rooms.keys()];
  }

  seqOf(id: string): number | null {
    return this.#rooms.get(id)?.seq ?? null;
  }

  /** @returns whether nobody was in it before */
  enter(id: string): boolean {
    const room = this.#rooms.get(id);
    if (room) room.users += 1;
    else this.#rooms.set(id, { users: 1, seq: null });
    return room === undefined;
  }

  /** @returns whether nobody is in it any more */
  leave(id: string): boolean {
    const room = this.#rooms.get(id);
    if (!room) return false;
    room.users -= 1;
    if (room.users > 0) return false;
    return this.#rooms.delete(id);
  }

  heard(id: string, seq: number): void {
    const room = this.#rooms.get(id);
    if (room) room.seq = Math.max(room.seq ?? 0, seq);
  }

  /** Remembers the numbers of what was told. */
  note({ seq, desk_seq, data }: ServerFrame): void {
    if (desk_seq !== undefined) this.listSeq = Math.max(this.listSeq ?? 0, desk_seq);
    if (seq !== undefined && "conversation_id" in data) this.heard(`${data.conversation_id}`, seq);
  }
}
