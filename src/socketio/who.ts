import type { Result } from "../lib/result.ts";

/** An agent who was let in. */
export interface Member {
  tenant_id: string;
  agent_id: string;
  /** The SHA-256 of that by which they came, or asked for their ticket. */
  credential: string;
  /** What they may see; null for all. */
  outlet_ids: string[] | null;
}

/** `forbidden`: a key of the tenant's, which is nobody who could sit at a desk; or an agent of too many outlets. */
export type SignIn = Result<Member, "unauthorized" | "forbidden">;
