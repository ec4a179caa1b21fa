import { call } from "../../api/client.ts";
import type { Connection } from "../../live/connection.ts";
import type { ClientFrameData } from "../../live/frames.ts";
import type { Kept, Taken } from "./outgoing.ts";
import { bodyOf, keyOfMessage } from "./queue.ts";

/** Says it by the socket, or by a call while the line is lost: the same key and the same body either way. */
export async function deliver(connection: Connection, one: Kept): Promise<Taken> {
  if (one.draft.is_note) return addNote(one);
  const body = bodyOf(one);
  const { message } =
    connection.status === "open"
      ? await connection.ask("message:send", { ...body, client_id: one.client_id } as ClientFrameData<"message:send">)
      : await call("createMessage", { body: body as never, idempotencyKey: keyOfMessage(one) });
  return { message_id: message.id, seq: message.seq };
}

async function addNote(one: Kept): Promise<Taken> {
  const { conversation_id, draft } = one;
  const note = await call("addNote", {
    params: { id: conversation_id },
    body: { content: draft.content },
    idempotencyKey: keyOfMessage(one),
  });
  return { message_id: null, seq: note.seq };
}
