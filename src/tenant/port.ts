import type { TenantPolicies } from "../domain/policy.ts";
import { hmac, uuidFrom } from "../lib/crypto.ts";
import type { Result } from "../lib/result.ts";
import type { Agent, Configuration, Inbox, Services, Tenant, WhatsAppChannel } from "./configuration.ts";

/** A client's key and the hash of what it asked under it; null without a key. */
export type Idempotency = { key: string; fingerprint: string } | null;

export type SettingsRejection = { code: "idempotency_conflict" } | { code: "not_found" };

export interface NewInbox {
  name: string;
  outlet_id: string | null;
  channel: WhatsAppChannel | { type: "none" };
}

export type NewAgent = Pick<Agent, "name" | "email" | "role" | "outlet_ids">;

/** A credential as it is shown once. */
export interface Issued {
  id: string;
  secret: string;
}

/** The tenant object as others see it. */
export interface TenantPort {
  configuration(): Promise<Configuration | null>;
  create(
    name: string,
    idempotency: Idempotency,
  ): Promise<Result<{ tenant: Tenant; api_key: Issued }, SettingsRejection>>;
  update(changes: TenantChanges): Promise<Tenant>;
  createInbox(inbox: NewInbox, idempotency: Idempotency): Promise<Result<Inbox, SettingsRejection>>;
  updateInbox(id: string, changes: InboxChanges): Promise<Result<Inbox, SettingsRejection>>;
  outletInbox(outletId: string): Promise<Inbox>;
  createAgent(agent: NewAgent, idempotency: Idempotency): Promise<Result<Agent, SettingsRejection>>;
  issueBearer(agentId: string | null, idempotency: Idempotency): Promise<Result<Issued, SettingsRejection>>;
  revokeBearer(id: string): Promise<boolean>;
  agents(): Promise<Agent[]>;
  quarantine(reason: string, raw: string[]): Promise<void>;
}

/** What may be changed of a tenant; what is not named stays. */
export interface TenantChanges {
  name?: string | undefined;
  policies?: Changes<TenantPolicies> | undefined;
  services?: Changes<Services> | undefined;
}

type Changes<T> = { [K in keyof T]?: T[K] | undefined };

/** What may be changed of an inbox; a new app secret joins the older ones unless they are named. */
export interface InboxChanges {
  name?: string | undefined;
  access_token?: string | undefined;
  app_secrets?: string[] | undefined;
  verify_token?: string | undefined;
}

export const tenantAt = (env: Cloudflare.Env, tenantId: string): TenantPort =>
  env.TENANT.getByName(tenantId) as unknown as TenantPort;

/** The id of a tenant: at random, or the one that belongs to the operator's key. */
export const newTenantId = async (operatorSecret: string, idempotency: Idempotency): Promise<string> =>
  idempotency === null ? crypto.randomUUID() : uuidFrom(await hmac(operatorSecret, `tenant:${idempotency.key}`));
