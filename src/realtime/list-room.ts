import type { ConversationView } from "../domain/conversation.ts";
import type { Event } from "../domain/events.ts";
import { conversationId } from "../domain/ids.ts";
import { maySee, type Socket, type Sockets } from "./sockets.ts";
import { type ToldEvent, toldOf } from "./told-events.ts";

/** So many rows are sent in one go. */
const PAGE = 200;

/** A row of the list as it stands, and where in the desk's count it changed last. */
interface ListRow {
  desk_seq: number;
  conversation: ConversationView;
}

/** The desk's list, as sockets read it. */
export interface List {
  /** Rows that changed after this point of the desk's count, each once, in that order. */
  rowsSince(after: number, limit: number): ListRow[];
  /** Where the count stands. */
  readonly head: number;
  /** A conversation of the list. */
  find(id: string): ConversationView | null;
}

/** The tenant's list as sockets look at it: each conversation that they may see, as it changes. */
export class ListRoom {
  readonly #sockets: Sockets;
  readonly #list: List;
  /** Up to where threads were heard: what they repeat is told once. */
  readonly #heard = new Map<string, number>();

  constructor(sockets: Sockets, list: List) {
    this.#sockets = sockets;
    this.#list = list;
  }

  /** @param after the last point of the count that it has; null for what changes from now on. @returns where it begins */
  join(socket: Socket, after: number | null): number {
    const { head } = this.#list;
    const from = Math.min(after ?? head, head);
    socket.session.list = from;
    this.#sockets.keep(socket);
    return from;
  }

  leave(socket: Socket): void {
    socket.session.list = null;
    this.#sockets.keep(socket);
  }

  /** Rows have changed: whoever looks at the list is sent what they have not. */
  changed(): void {
    const behind = this.#members().filter(({ session }) => Number(session.list) < this.#list.head);
    for (const from of new Set(behind.map(({ session }) => Number(session.list))))
      this.#catchUp(
        behind.filter(({ session }) => session.list === from),
        from,
      );
  }

  #catchUp(sockets: Socket[], from: number): void {
    for (let after = from; ; ) {
      const rows = this.#list.rowsSince(after, PAGE);
      const last = rows.at(-1)?.desk_seq;
      if (last === undefined) break;
      for (const [sees, together] of byScope(sockets))
        this.#sockets.tell(together, rows.filter(({ conversation }) => sees(conversation.outlet_id)).map(updated));
      after = last;
      for (const { session } of sockets) session.list = last;
    }
    for (const socket of sockets) this.#sockets.keepSoon(socket);
  }

  /** What just happened in a thread, as far as it is of interest to who does not look at the conversation itself. */
  heard(threadKey: string, events: readonly Event[], views: readonly ConversationView[]): void {
    const members = this.#members();
    if (members.length === 0) return;
    const known = this.#heard.get(threadKey) ?? 0;
    const told = events.filter(({ seq }) => seq > known).flatMap((event) => this.#toldOf(threadKey, event, views));
    const last = events.at(-1)?.seq ?? 0;
    if (told.length === 0) return;
    if (this.#heard.size >= MOST_HEARD) this.#heard.clear();
    this.#heard.set(threadKey, Math.max(known, last));
    for (const { outlet_id, event } of told) {
      const inRoom = new Set(event.type === "conversation:new" ? [] : this.#sockets.inRoom(event.conversation_id));
      // Who looks at the conversation is told there.
      const others = members.filter((socket) => maySee(socket.session, outlet_id) && !inRoom.has(socket));
      this.#sockets.tell(others, [{ type: event.type, data: event.data }]);
    }
  }

  #toldOf(threadKey: string, event: Event, views: readonly ConversationView[]) {
    const conversation_id = conversationId(threadKey, event.number);
    const told: Pick<ToldEvent, "type" | "data">[] = toldOf(threadKey, event).filter(({ isForList }) => isForList);
    if (told.length === 0 && event.type !== "conversation.opened") return [];
    const view = views.find(({ id }) => id === conversation_id) ?? this.#list.find(conversation_id);
    if (!view) return [];
    const all = event.type === "conversation.opened" ? [{ type: "conversation:new", data: view }, ...told] : told;
    return all.map(({ type, data }) => ({ outlet_id: view.outlet_id, event: { type, data, conversation_id } }));
  }

  #members(): Socket[] {
    return this.#sockets.all().filter(({ session }) => session.list !== null);
  }
}

const MOST_HEARD = 10_000;

const updated = ({ desk_seq, conversation }: ListRow) => ({
  type: "conversation:updated",
  desk_seq,
  data: conversation,
});

/** Those who may see the same. */
function byScope(sockets: readonly Socket[]): [(outletId: string) => boolean, Socket[]][] {
  const groups = new Map<string, Socket[]>();
  for (const socket of sockets) {
    const key = JSON.stringify(socket.session.outlet_ids);
    groups.set(key, [...(groups.get(key) ?? []), socket]);
  }
  return [...groups.values()].map((together) => [
    (outletId) => together[0] !== undefined && maySee(together[0].session, outletId),
    together,
  ]);
}
