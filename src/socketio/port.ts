import type { PollAnswer } from "./polling-session.ts";
import { gatewayName } from "./session-id.ts";
import type { Member } from "./who.ts";

/** The object that holds a client that polls, as others see it. */
export interface GatewayPort {
  open(sid: string, known: Member | null): Promise<PollAnswer | null>;
  poll(sid: string): Promise<PollAnswer>;
  post(sid: string, body: string): Promise<PollAnswer>;
  upgrade(sid: string): Promise<Member | null>;
}

/** null for an id that is none of ours. */
export function gatewayOf(env: Cloudflare.Env, sid: string): GatewayPort | null {
  const name = gatewayName(sid);
  return name === null ? null : (env.GATEWAY.getByName(name) as unknown as GatewayPort);
}
