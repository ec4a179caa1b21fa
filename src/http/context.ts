import type { Context } from "hono";
import type { Actor } from "../domain/conversation.ts";
import type { Agent, Configuration } from "../tenant/configuration.ts";
import type { Idempotency } from "../tenant/port.ts";

/** Who is calling, after authentication. */
export interface Principal {
  tenant_id: string;
  configuration: Configuration;
  actor: Actor;
  /** The SHA-256 of the session's secret or the token by which an agent came; null for all others. */
  credential: string | null;
  /** What an agent may see, and who it is; keys and admins see all. */
  scope: { outlet_ids: string[] | null; agent: Agent | null };
}

export interface AppEnv {
  Bindings: Cloudflare.Env;
  Variables: { request_id: string; is_known?: true };
}

export type AppContext = Context<AppEnv>;

/** What a call brings, parsed. */
export interface Input<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  idempotency: Idempotency;
}
