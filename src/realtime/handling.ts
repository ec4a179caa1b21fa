import { threadAt } from "../conversation/port.ts";
import type { Presence } from "../domain/assignment.ts";
import { parseConversationId } from "../domain/ids.ts";
import { CLIENT_FRAMES, type ClientFrames } from "../protocol/realtime.ts";
import type { AgentCall, AgentCallsPort, CallAnswer } from "./calls.ts";
import type { ListRoom } from "./list-room.ts";
import type { Rooms } from "./rooms.ts";
import type { Asked, Refusal } from "./socket.ts";
import { roomOf, type Socket, type Sockets } from "./sockets.ts";
import type { TypingSigns } from "./typing.ts";

/** What became of a frame; `after` happens once that is answered. */
type Done = { data: object; after?: () => void } | { refusal: Refusal | { status: number } };

/** What frames need that is not of the sockets alone. */
export interface Handlers {
  env: Cloudflare.Env;
  sockets: Sockets;
  rooms: Rooms;
  list: ListRoom;
  typing: TypingSigns;
  calls: AgentCallsPort;
  /** Work that nobody waits for. */
  behind: (work: Promise<void>) => void;
  setPresence: (agentId: string, status: Presence) => Promise<object>;
  presence: () => object[];
  noteRead: (agentId: string, conversationId: string, seq: number) => void;
}

type Type = keyof ClientFrames;
type Handle<T extends Type> = (h: Handlers, socket: Socket, data: ClientFrames[T]) => Promise<Done> | Done;

/** Does what a frame asks, and answers it where it has a ref. @returns whether it was one at all */
export async function handle(h: Handlers, socket: Socket, { type, ref, data }: Asked): Promise<boolean> {
  if (!Object.hasOwn(CLIENT_FRAMES, type)) {
    h.sockets.refuse(socket, ref, { code: "invalid_request", detail: `There is no frame "${type}".` });
    return false;
  }
  const known = type as Type;
  const parsed = CLIENT_FRAMES[known].safeParse(data ?? {});
  if (!parsed.success) {
    const errors = parsed.error.issues.map(({ path, message }) => ({ field: path.join("."), detail: message }));
    h.sockets.refuse(socket, ref, { code: "invalid_request", errors });
    return true;
  }
  const done = await (HANDLE[known] as Handle<Type>)(h, socket, parsed.data as ClientFrames[Type]);
  if ("refusal" in done) h.sockets.refuse(socket, ref, done.refusal);
  else {
    h.sockets.answer(socket, ref, done.data);
    done.after?.();
  }
  return true;
}

const HANDLE: { [T in Type]: Handle<T> } = {
  ping: () => ({ data: { pong: true } }),

  "tenant:join": (h, socket, { tenant_id, after_desk_seq }) => {
    if (tenant_id !== undefined && tenant_id !== socket.session.tenant_id)
      return { refusal: { code: "tenant_mismatch" } };
    const desk_seq = h.list.join(socket, after_desk_seq ?? null);
    return { data: { desk_seq, presence: h.presence() }, after: () => h.list.changed() };
  },

  "tenant:leave": (h, socket) => {
    h.list.leave(socket);
    return { data: {} };
  },

  "conversation:join": async (h, socket, { conversation_id, after_seq, events }) => {
    const joined = await h.rooms.join(socket, conversation_id, after_seq ?? null, events);
    if (!joined.ok) return { refusal: joined.error };
    const { conversation, room } = joined.value;
    const agent_ids = viewersOf(h.sockets, conversation.id);
    return {
      data: { conversation, last_seq: conversation.last_seq, after_seq: room.seq, agent_ids },
      // Behind the answer, and beside whatever the client asks next.
      after: () => h.behind(h.rooms.catchUp(socket, room)),
    };
  },

  "conversation:leave": (h, socket, { conversation_id }) => {
    h.rooms.leave(socket, conversation_id.toLowerCase());
    return { data: {} };
  },

  "message:send": async (h, socket, { client_id, ...wish }) => {
    const { agent_id } = socket.session;
    const body = { ...wish, sender_type: "agent", sender_id: agent_id };
    const key = `client:${agent_id}:${client_id}`;
    return answered(await call(h, socket, { method: "POST", path: "/api/v1/messages", body, key }));
  },

  "agent:takeover": async (h, socket, { conversation_id, agent_id, reason }) => {
    const { session } = socket;
    if (agent_id !== undefined && agent_id !== session.agent_id)
      return { refusal: { code: "forbidden", detail: "An agent takes over for themselves only." } };
    const path = `/api/v1/conversations/${conversation_id}/takeover`;
    const done = answered(await call(h, socket, { method: "POST", path, body: { reason } }));
    if ("refusal" in done) return done;
    const joined = { type: "agent:joined", data: { conversation_id, agent_id: session.agent_id } };
    return { ...done, after: () => h.sockets.tell(h.sockets.inRoom(conversation_id), [joined]) };
  },

  release: async (h, socket, { conversation_id }) => {
    const path = `/api/v1/conversations/${conversation_id}/handoff/release`;
    return answered(await call(h, socket, { method: "POST", path, body: {} }));
  },

  typing: (h, socket, data) =>
    inRoom(socket, data.conversation_id, ({ conversation_id }) => {
      const { tenant_id, agent_id } = socket.session;
      h.behind(h.typing.typing({ ...data, tenant_id, agent_id, conversation_id }, Date.now()));
      return { data: {} };
    }),

  read: (h, socket, { conversation_id, seq }) =>
    inRoom(socket, conversation_id, async (room) => {
      if (seq <= room.read) return { data: {} };
      room.read = seq;
      h.sockets.keep(socket);
      const { tenant_id, agent_id } = socket.session;
      h.noteRead(agent_id, room.conversation_id, seq);
      const place = parseConversationId(conversation_id);
      const command = {
        type: "mark_seen",
        number: place?.number ?? 0,
        actor: { type: "agent", id: agent_id },
      } as const;
      const thread = threadAt(h.env, tenant_id, place?.threadKey ?? "");
      const seen = await thread.execute({ keys: [], fingerprint: null, command });
      if (!seen.ok) return { refusal: { code: "conversation_not_found" } };
      const told = { type: "conversation:read", data: { conversation_id: room.conversation_id, agent_id, seq } };
      h.sockets.tell(h.sockets.inRoom(room.conversation_id), [told]);
      return { data: {} };
    }),

  presence: async (h, socket, { status }) => ({ data: await h.setPresence(socket.session.agent_id, status) }),
};

/** What is only done with a conversation that the socket has open: that it may see it was looked at then. */
function inRoom(
  socket: Socket,
  conversationId: string,
  work: (room: NonNullable<ReturnType<typeof roomOf>>) => Promise<Done> | Done,
): Promise<Done> | Done {
  const room = roomOf(socket, conversationId.toLowerCase());
  return room
    ? work(room)
    : { refusal: { code: "conversation_not_found", detail: "Join it first: conversation:join." } };
}

const call = (h: Handlers, { session }: Socket, wish: Omit<AgentCall, "tenant_id" | "agent_id">): Promise<CallAnswer> =>
  h.calls.call({ ...wish, tenant_id: session.tenant_id, agent_id: session.agent_id });

/** The API's answer, or its refusal as it printed it. */
const answered = ({ status, body }: CallAnswer): Done =>
  status < 300 ? { data: body } : { refusal: { status, ...body } };

/** Agents who look at a conversation. */
export const viewersOf = (sockets: Sockets, conversationId: string): string[] => [
  ...new Set(sockets.inRoom(conversationId).map(({ session }) => session.agent_id)),
];
