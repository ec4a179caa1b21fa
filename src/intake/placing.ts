import type { Item } from "../channels/whatsapp/items.ts";
import { parseWebhook } from "../channels/whatsapp/parse.ts";
import { type StatusReport, threadAt } from "../conversation/port.ts";
import { resolve } from "../directory/port.ts";
import { NOBODY_KNOWN } from "../domain/conversation.ts";
import { parseMessageId } from "../domain/ids.ts";
import { parseJson } from "../lib/json.ts";
import { type Configuration, configurationOf, forgetConfiguration, type Inbox } from "../tenant/configuration.ts";
import { isAccountId } from "../tenant/inbox-state.ts";
import { NOBODY, tenantAt } from "../tenant/port.ts";
import { byPerson, type Personal } from "./batch.ts";
import { changeIdentity, deliver, type Owner, startOf } from "./people.ts";
import { requestOf } from "./requests.ts";
import { noteTrouble } from "./trouble.ts";

/** Whose webhook was called: an inbox's own, whose items must be of its number; or the whole deployment's. */
export type Called = Owner | null;

/** An item that could not be placed, as it is put into a quarantine. */
interface Aside {
  tenant_id: string;
  inbox_id: string | null;
  reason: string;
  raw: unknown;
}

/** So many threads are given their part of a batch at a time. */
const AT_A_TIME = 50;

/**
 * Puts every item where it belongs: into its person's thread, to its inbox, or into the quarantine. Throws when
 * something could not be stored: WhatsApp then sends the whole batch again, and what was stored is known.
 * @returns what went into the quarantine
 */
export async function place(env: Cloudflare.Env, called: Called, items: Item[]): Promise<Aside[]> {
  const asides = await placeAll(env, called, items);
  const tenants = Map.groupBy(asides, ({ tenant_id }) => tenant_id);
  const calls = [...tenants].flatMap(([tenant_id, kept]) => inChunks(kept).map((some) => ({ tenant_id, kept: some })));
  await inTurns(calls, ({ tenant_id, kept }) =>
    tenantAt(env, tenant_id).quarantine(
      kept.map(({ reason, inbox_id, raw }) => ({
        reason,
        inbox_id,
        raw: JSON.stringify(raw),
      })),
    ),
  );
  return asides;
}

/** Tries again to place what lies in the quarantine. */
export async function replayItem(
  env: Cloudflare.Env,
  configuration: Configuration | null,
  inbox_id: string | null,
  raw: string,
): Promise<{ placed: boolean; reason: string | null }> {
  const parsed = parseJson(new TextEncoder().encode(raw));
  const items = parsed.ok ? parseWebhook({ entry: [{ changes: [parsed.value] }] }) : [];
  if (items.length === 0) return { placed: false, reason: "nothing_to_place" };
  const called = configuration && calledAgain(configuration, inbox_id, items);
  if (configuration !== null && called === null) return { placed: false, reason: "unknown_number" };
  const [aside] = await placeAll(env, called, items);
  return { placed: aside === undefined, reason: aside?.reason ?? null };
}

/** The inbox that an item came to; or, where its number was unknown then, the tenant's own inbox of that number. */
function calledAgain(configuration: Configuration, inboxId: string | null, items: Item[]): Called {
  const number = items[0]?.phone_number_id ?? null;
  const inbox = configuration.inboxes.find(({ id, channel }) =>
    number !== null && channel.type === "whatsapp" ? channel.phone_number_id === number : id === inboxId,
  );
  return inbox ? { configuration, inbox } : null;
}

async function placeAll(env: Cloudflare.Env, called: Called, items: Item[]): Promise<Aside[]> {
  const owned = await Promise.all(items.map(async (item) => ({ item, owner: await ownerOf(env, called, item) })));
  const asides = owned.flatMap(({ item, owner }) => {
    if (item.kind === "unplaced") return [aside(owner ?? called, item.reason, item)];
    return owner === null ? [aside(called, "unknown_number", item)] : [];
  });
  const owners = Map.groupBy(
    owned.filter(({ owner, item }) => owner !== null && item.kind !== "unplaced"),
    ({ owner }) => owner?.inbox.id,
  );
  for (const group of owners.values()) {
    const owner = group[0]?.owner;
    if (owner)
      asides.push(
        ...(await placeFor(
          env,
          owner,
          group.map(({ item }) => item),
        )),
      );
  }
  return asides;
}

async function placeFor(env: Cloudflare.Env, owner: Owner, items: Item[]): Promise<Aside[]> {
  const of = <K extends Item["kind"]>(kind: K) =>
    items.filter((item): item is Extract<Item, { kind: K }> => item.kind === kind);
  await noteUpdates(env, owner, items);
  const asides: Aside[] = [];
  // Who somebody is from now on is settled before what they say.
  for (const item of of("identity")) asides.push(...(await placeIdentity(env, owner, item)));
  const personal = items.filter(isPersonal);
  await inTurns(byPerson(personal), async (group) => {
    asides.push(...(await placePersonal(env, owner, group)));
  });
  asides.push(...(await placeStatuses(env, owner, of("status"))));
  await noteTrouble(env, owner, of("status"));
  return asides;
}

const isPersonal = (item: Item): item is Personal =>
  item.kind === "message" || item.kind === "observed" || item.kind === "imported" || item.kind === "change";

async function placePersonal(env: Cloudflare.Env, owner: Owner, group: Personal[]): Promise<Aside[]> {
  const people = group.map(({ contact }) => contact);
  const results = await deliver(env, owner, people, (identity) => group.map((item) => requestOf(item, identity)));
  if (results === null) return group.map((item) => aside(owner, "no_sender", item));
  return group.flatMap((item, index) => {
    const result = results[index];
    return result === undefined || result.ok ? [] : [aside(owner, result.error.code, item)];
  });
}

async function placeIdentity(
  env: Cloudflare.Env,
  owner: Owner,
  item: Extract<Item, { kind: "identity" }>,
): Promise<Aside[]> {
  const contact = await changeIdentity(env, owner, item.before, item.after);
  if (contact === null) return [aside(owner, "nothing_to_attach_to", item)];
  if (contact === "erased") return [];
  if (item.saying === null) return [];
  // Who they are is settled: by the time that this is taken it may be told otherwise.
  const said = { ...item, kind: "message", contact: NOBODY_KNOWN, saying: item.saying, passive: true } as const;
  const taken = await deliver(env, owner, [contact], (identity) => [requestOf(said, identity)]);
  const refused = taken?.find((result) => !result.ok);
  return refused && !refused.ok ? [aside(owner, refused.error.code, item)] : [];
}

type StatusItem = Extract<Item, { kind: "status" }>;

/** A status names our message where it came from us; else the thread of its receiver is asked for the channel's id. */
async function placeStatuses(env: Cloudflare.Env, owner: Owner, items: StatusItem[]): Promise<Aside[]> {
  const addressed = await Promise.all(items.map(async (item) => ({ item, key: await threadKeyOf(env, owner, item) })));
  const asides = addressed.filter(({ key }) => key === null).map(({ item }) => aside(owner, "no_recipient", item));
  const threads = Map.groupBy(addressed, ({ key }) => key ?? "");
  threads.delete("");
  await inTurns([...threads], async ([key, group]) => {
    const unknown = await report(
      env,
      owner,
      key,
      group.map(({ item }) => item),
    );
    asides.push(...unknown.map((item) => aside(owner, "status_of_unknown_message", item)));
  });
  return asides;
}

async function threadKeyOf(env: Cloudflare.Env, owner: Owner, item: StatusItem): Promise<string | null> {
  const own = item.callback_data === null ? null : parseMessageId(item.callback_data);
  return own?.threadKey ?? (await startOf(env, owner, item.recipient))?.thread_key ?? null;
}

/** Tells a thread how its messages fare, and the one that it leads to of what it does not know. */
async function report(env: Cloudflare.Env, owner: Owner, key: string, items: StatusItem[]): Promise<StatusItem[]> {
  const reports = items.map(
    ({ callback_data, report: told }): StatusReport => ({ message_id: callback_data, report: told }),
  );
  const { unknown, forwarded_to } = await threadAt(env, owner.configuration.tenant.id, key).reportStatuses(reports);
  if (unknown.length === 0) return [];
  const left = items.filter(({ report: { channel_message_id: id, status } }) =>
    unknown.some((one) => one.report.channel_message_id === id && one.report.status === status),
  );
  return forwarded_to === null ? left : report(env, owner, forwarded_to, left);
}

/** What concerns the whole inbox, and the business account that it belongs to. */
async function noteUpdates(env: Cloudflare.Env, { configuration, inbox }: Owner, items: Item[]): Promise<void> {
  const accounts = items.flatMap(({ kind, waba_id }) => (kind === "message" && waba_id !== null ? [waba_id] : []));
  const account = accounts.find(isAccountId);
  if (account !== undefined && inbox.channel.type === "whatsapp" && inbox.channel.waba_id === null) {
    await tenantAt(env, configuration.tenant.id).noteWaba(inbox.id, account);
    forgetConfiguration(configuration.tenant.id);
  }
  const updates = items.flatMap((item) =>
    item.kind === "update" ? [{ field: item.field, at: item.at, value: item.value, waba_id: item.waba_id }] : [],
  );
  if (updates.length > 0) await tenantAt(env, configuration.tenant.id).noteUpdates(inbox.id, updates);
}

/**
 * An inbox's own webhook speaks for its own number only: nobody forges messages to another's. Numbers of one app have its
 * secret in common, and some fields come to the app's address whichever number they are of (Meta, "Override").
 */
async function ownerOf(env: Cloudflare.Env, called: Called, item: Item): Promise<Owner | null> {
  const { phone_number_id, waba_id } = item;
  if (called !== null) {
    if (phone_number_id === null) return item.kind === "update" ? called : null;
    const inbox = called.configuration.inboxes.find((one) => isOfApp(called.inbox, one, phone_number_id));
    return inbox ? { ...called, inbox } : null;
  }
  if (phone_number_id !== null) return ownerAt(env, "whatsapp", phone_number_id, null);
  // An account may have several numbers: what was said to one of them is not guessed to be another's.
  const isOfAccount = item.kind === "update" || item.kind === "unplaced";
  return waba_id === null || !isOfAccount ? null : ownerAt(env, "waba", waba_id, waba_id);
}

/** Whether an inbox is that of the number, and is the one that was called or of the same app. */
function isOfApp({ id, channel: called }: Inbox, { id: other, channel }: Inbox, number: string): boolean {
  if (called.type !== "whatsapp" || channel.type !== "whatsapp" || channel.phone_number_id !== number) return false;
  return id === other || channel.app_secrets.some((secret) => called.app_secrets.includes(secret));
}

async function ownerAt(
  env: Cloudflare.Env,
  kind: "whatsapp" | "waba",
  key: string,
  wabaId: string | null,
): Promise<Owner | null> {
  const destination = await resolve(env, kind, key);
  const configuration = destination && (await configurationOf(env, destination.tenant_id));
  const inbox = configuration?.inboxes.find(
    ({ id, channel }) =>
      id === destination?.inbox_id || (wabaId !== null && channel.type === "whatsapp" && channel.waba_id === wabaId),
  );
  return configuration && inbox ? { configuration, inbox } : null;
}

function aside(owner: Called, reason: string, { raw }: Item): Aside {
  const tenant_id = owner?.configuration.tenant.id ?? NOBODY;
  return { tenant_id, inbox_id: owner?.inbox.id ?? null, reason, raw };
}

/** One call carries 32 MiB at most; an item is 3 MB at most. */
const inChunks = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / 10) }, (_, index) => all.slice(index * 10, index * 10 + 10));

/** Does the work for all, a few at a time: a batch may name more threads than may be called at once. */
async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += AT_A_TIME) {
    await Promise.all(all.slice(from, from + AT_A_TIME).map(work));
  }
}
