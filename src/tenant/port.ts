import type { TenantPolicies } from "../domain/policy.ts";
import { hmac, uuidFrom } from "../lib/crypto.ts";
import type { Result } from "../lib/result.ts";
import type { Backlog } from "./backlog.ts";
import type {
  Agent,
  Configuration,
  Inbox,
  InboxHealth,
  Services,
  Subscription,
  Tenant,
  WhatsAppChannel,
} from "./configuration.ts";
import type { CredentialsPort } from "./credentials-port.ts";
import type { CustomerRow, ImportOutcome } from "./customer-import.ts";
import type { InboxSetup, WebhookNote } from "./inbox-setup.ts";
import type { RecordsPort } from "./records.ts";

export type { RefusalReason, WebhookNote } from "./inbox-setup.ts";

/** The tenant object in which what belongs to no tenant is set aside. */
export const NOBODY = "unplaced";

/** A client's key and the hash of what it asked under it; null without a key. */
export type Idempotency = { key: string; fingerprint: string } | null;

export type SettingsRejection =
  | { code: "idempotency_conflict" }
  | { code: "not_found" }
  | { code: "subscription_limit" };

export type InboxRejection = SettingsRejection | { code: "phone_number_taken"; inbox_id: string };

export interface NewInbox {
  name: string;
  outlet_id: string | null;
  channel: WhatsAppChannel | { type: "none" };
}

export type NewAgent = Pick<Agent, "name" | "email" | "role" | "outlet_ids" | "capacity">;

export type NewSubscription = Pick<
  Subscription,
  "url" | "types" | "outlet_ids" | "inbox_ids" | "description" | "enabled"
>;

/** What may be changed of a subscription; what is not named stays. */
export type SubscriptionChanges = Changes<NewSubscription>;

/** Where a customer can be reached. `phone` on WhatsApp and by telephone; `user_id` is WhatsApp's business-scoped id. */
export interface CustomerAddress {
  type: "phone" | "email" | "user_id";
  target: string;
}

/** The business's own record of a person. The id is the business's own. */
export interface Customer {
  id: string;
  name: string | null;
  addresses: CustomerAddress[];
  /** At most 4 KB. */
  attributes: Record<string, unknown>;
  created_at: string;
  updated_at: string;
}

export type NewCustomer = Pick<Customer, "name" | "addresses" | "attributes">;

export type CustomerRejection = { code: "address_taken"; address: string; customer_id: string };

/** What a tenant is told of its own settings, such as `subscription.disabled`. Kept for 90 days. */
export interface Notice {
  seq: number;
  at: string;
  type: string;
  data: Record<string, unknown>;
}

/** A credential as it is shown once. */
export interface Issued {
  id: string;
  secret: string;
}

/** The tenant object as others see it. */
export interface TenantPort extends RecordsPort, CredentialsPort {
  configuration(): Promise<Configuration | null>;
  create(
    name: string,
    idempotency: Idempotency,
  ): Promise<Result<{ tenant: Tenant; api_key: Issued }, SettingsRejection>>;
  update(changes: TenantChanges): Promise<Tenant>;
  createInbox(inbox: NewInbox, idempotency: Idempotency): Promise<Result<Inbox, InboxRejection>>;
  updateInbox(id: string, changes: InboxChanges): Promise<Result<Inbox, SettingsRejection>>;
  outletInbox(outletId: string): Promise<Inbox>;
  createAgent(agent: NewAgent, idempotency: Idempotency): Promise<Result<Agent, SettingsRejection>>;
  issueBearer(
    agentId: string | null,
    idempotency: Idempotency,
    name?: string | null,
  ): Promise<Result<Issued, SettingsRejection>>;
  revokeBearer(id: string): Promise<boolean>;
  agents(): Promise<Agent[]>;

  /** The secret is shown this once. */
  createSubscription(
    wish: NewSubscription,
    idempotency: Idempotency,
  ): Promise<Result<{ subscription: Subscription; secret: string }, SettingsRejection>>;
  updateSubscription(id: string, changes: SubscriptionChanges): Promise<Result<Subscription, SettingsRejection>>;
  /** @returns whether it was there */
  deleteSubscription(id: string): Promise<boolean>;
  /** A new secret, shown this once; those before go on signing beside it for so long at most. */
  rotateSecret(
    id: string,
    graceSeconds: number,
    idempotency?: Idempotency,
  ): Promise<Result<{ secret: string; previous_valid_until: string | null }, SettingsRejection>>;
  /** With the secrets in force, the newest first; null where there is no such subscription. */
  subscription(id: string): Promise<{ subscription: Subscription; secrets: string[] } | null>;
  /** Switches off what failed for too long, and tells the tenant by a notice. */
  disableSubscription(id: string, reason: string): Promise<void>;
  /** The tenant's own log after a seq, oldest first. */
  notices(after: number, limit: number): Promise<{ notices: Notice[]; head: number }>;

  /** Keeps a customer as it is given, in place of what was. */
  putCustomer(id: string, customer: NewCustomer): Promise<Result<Customer, CustomerRejection>>;
  /** Keeps what rows tell of customers; a trial only says what would be. In the order of the rows. */
  importCustomers(rows: CustomerRow[], isTrial: boolean): Promise<ImportOutcome[]>;
  customer(id: string): Promise<Customer | null>;
  /** In the order of their ids; `text`: those whose id, name or address has it. */
  customers(text: string, after: string, limit: number): Promise<Customer[]>;
  /** Whose these addresses are: the first that is anybody's; null for nobody. */
  customerOf(addresses: CustomerAddress[]): Promise<Customer | null>;
  /** @returns whether there was one */
  removeCustomer(id: string): Promise<boolean>;

  /** Whether the embedded AI agent has anything to answer from. */
  noteKnowledge(isThereAny: boolean): Promise<void>;

  /** Keeps what could not be placed for 90 days; the same raw form again is kept once. */
  quarantine(items: SetAside[]): Promise<void>;
  quarantined(filter: QuarantineFilter): Promise<QuarantinePage>;
  quarantinedItem(id: string): Promise<(Quarantined & { raw: string }) | null>;
  /** An item was tried again and is still here, for this reason. */
  explainQuarantined(id: string, reason: string): Promise<void>;
  /** @returns whether it was here */
  discardQuarantined(id: string): Promise<boolean>;

  /** What was answered under a client's key, JSON; null where nothing was. */
  answerTo(key: string, fingerprint: string): Promise<string | null>;
  keepAnswer(key: string, fingerprint: string, answer: string): Promise<void>;

  /** What the channel says of an inbox beside messages: kept, and folded into the inbox's state and health. */
  noteUpdates(inboxId: string, updates: InboxUpdate[]): Promise<void>;
  /** The latest updates of an inbox, the newest first; `next` is the number before which there are more. */
  updates(
    inboxId: string,
    limit: number,
    before: number | null,
  ): Promise<{ updates: KeptUpdate[]; next: number | null }>;
  /** Learns an inbox's business account where none is known. To be called only then: it asks the directory. */
  noteWaba(inboxId: string, wabaId: string): Promise<void>;

  /** What became of a call of an inbox's webhook; the same again within a minute writes nothing. */
  noteWebhook(inboxId: string, note: WebhookNote): Promise<void>;
  noteCheck(inboxId: string, check: InboxSetup["check"]): Promise<void>;
  /** Null of an inbox whose webhook was never called, and that was never checked. */
  inboxSetup(inboxId: string): Promise<InboxSetup | null>;

  /** What waits for an inbox to send again, and what lies in the quarantine. */
  backlog(): Promise<Backlog>;

  /** How the last send of an inbox went; the thread is told when an inbox that cannot send can again. */
  reportHealth(inboxId: string, report: HealthReport, threadKey: string | null): Promise<void>;
  /** Somebody mended the inbox: its held threads are dispatched. */
  resume(inboxId: string): Promise<Result<Inbox, SettingsRejection>>;

  /**
   * An inbox's templates as they were last fetched, at most ten minutes old unless they cannot be had. `fetch` answers
   * the list as JSON, or null when it cannot be had; calls at the same time share one.
   */
  templates(inboxId: string, refresh: boolean, fetch: () => Promise<string | null>): Promise<CachedTemplates | null>;
}

/** Something that could not be placed: why, whose it may be, and its JSON as it came (at most 3 MB). */
export interface SetAside {
  reason: string;
  inbox_id: string | null;
  raw: string;
}

/** An item of the quarantine as a list shows it. */
export interface Quarantined {
  id: string;
  at: string;
  reason: string;
  inbox_id: string | null;
  /** Of its raw form, in bytes. */
  size: number;
  /** The first 200 characters of its raw form. */
  preview: string;
}

export interface QuarantineFilter {
  reason: string | null;
  order: "newest" | "oldest";
  /** `next` of the page before. */
  after: number | null;
  limit: number;
}

export interface QuarantinePage {
  items: Quarantined[];
  next: number | null;
  /** Of all pages. */
  total: number;
}

/** What a webhook said of an inbox beside messages. `at`: when it was said, where it says so. */
export interface InboxUpdate {
  field: string;
  at: string | null;
  value: unknown;
  waba_id: string | null;
}

export interface KeptUpdate {
  /** Its place among the updates of its inbox: 1, 2, 3… */
  number: number;
  field: string;
  at: string | null;
  received_at: string;
  value: unknown;
}

export type HealthReport = Omit<InboxHealth, "since">;

/** `templates` is a JSON array of what `channels/whatsapp/templates.ts` fetched. */
export interface CachedTemplates {
  templates: string;
  fetched_at: string;
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
  waba_id?: string | undefined;
}

export const tenantAt = (env: Cloudflare.Env, tenantId: string): TenantPort =>
  env.TENANT.getByName(tenantId) as unknown as TenantPort;

/** The id of a tenant: at random, or the one that belongs to the operator's key. */
export const newTenantId = async (operatorSecret: string, idempotency: Idempotency): Promise<string> =>
  idempotency === null ? crypto.randomUUID() : uuidFrom(await hmac(operatorSecret, `tenant:${idempotency.key}`));
