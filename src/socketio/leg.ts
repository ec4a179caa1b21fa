import { entranceRequest } from "../realtime/entering.ts";
import type { SocketioState } from "./codec.ts";
import type { Phase } from "./session.ts";
import type { Member } from "./who.ts";

/** A socket of this kind at the desk of the member's tenant, not accepted yet. */
export async function openLeg(env: Cloudflare.Env, member: Member, phase: Phase): Promise<WebSocket> {
  const codec: SocketioState = { phase, pinged_at: Date.now() };
  const entrance = { ...member, kind: "socketio", codec } as const;
  const { webSocket } = await env.DESK.getByName(member.tenant_id).fetch(entranceRequest(entrance));
  if (!webSocket) throw new Error("the desk takes no socket");
  return webSocket;
}
