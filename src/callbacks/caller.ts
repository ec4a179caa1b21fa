import type { Actor } from "../domain/conversation.ts";
import type { Configuration } from "../tenant/configuration.ts";

/** Who sends events: a service of a tenant's, by its key. */
export interface Caller {
  env: Cloudflare.Env;
  configuration: Configuration;
  actor: Actor;
}
