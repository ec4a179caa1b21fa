import { automationOf } from "../automation/port.ts";
import { reportsOf } from "../reports/port.ts";
import { searchOf } from "../search/port.ts";
import type { Follower } from "./port.ts";

/** Everybody who derives something from all threads of a tenant. */
export const followersOf = (env: Cloudflare.Env, tenantId: string): Follower[] => [
  reportsOf(env, tenantId),
  searchOf(env, tenantId),
  automationOf(env, tenantId),
];
