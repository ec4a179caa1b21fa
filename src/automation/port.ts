import type { Passage } from "../following/port.ts";
import type { AutomationRun } from "../protocol/automation.ts";

/** Which runs, and from where on: the latest first. */
export interface RunQuery {
  rule_id?: string | undefined;
  conversation_id?: string | undefined;
  /** `next` of the page before. */
  before?: number | undefined;
  limit: number;
}

/** The automation object as others see it. */
export interface AutomationPort {
  /** What happened in threads: rules do what they say, once for each event. Safe to repeat. */
  take(passages: Passage[]): Promise<void>;
  /** Rules were added, changed or removed. */
  rulesChanged(): Promise<void>;
  runs(query: RunQuery): Promise<{ runs: AutomationRun[]; next: number | null }>;
}

/** What does by itself what a tenant's rules say. */
export const automationOf = (env: Cloudflare.Env, tenantId: string): AutomationPort =>
  env.AUTOMATION.getByName(tenantId) as unknown as AutomationPort;
