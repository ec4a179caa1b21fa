import { call } from "./call.ts";
import type { Demo } from "./demo.ts";
import { CUSTOMERS } from "./demo-customers.ts";

/** Who plays the remote roles for the demo tenant. */
const STAND_INS = ["ms-gateway", "ms-rag", "ms-agents"] as const;

type StandInName = (typeof STAND_INS)[number];

/** The subscription of each stand-in, by its name. */
export type DemoSubscriptions = { [name in StandInName]?: string };

const REMOTE = { ai: "remote", agents: "remote", customers: "remote" };
const EMBEDDED = { ai: "embedded", agents: "embedded", customers: "embedded" };

/** Whom the business knows, as its own service writes it. */
const KNOWN = CUSTOMERS.map(({ id, name, addresses: [address], attributes }) => ({
  phone: address?.target.replace("+", ""),
  codigo_cliente: id,
  name,
  ...attributes,
}));

interface Subscription {
  id: string;
  url: string;
}

interface Place {
  /** Base address of the Worker. */
  url: string;
  simulatorUrl: string;
}

/**
 * Lets the simulator's stand-ins answer for the demo tenant. Where they did so before, only addresses are brought up to
 * date: what somebody has changed or taken away since stays so.
 */
export async function ensureServices(demo: Demo, place: Place, keep: (demo: Demo) => void): Promise<void> {
  const api = `${place.url}/api/v1`;
  const { subscriptions: present } = await call<{ subscriptions: Subscription[] }>(
    "GET",
    `${api}/subscriptions`,
    undefined,
    demo.api_key,
  );
  const isFirst = demo.subscriptions === undefined;
  const subscriptions: DemoSubscriptions = { ...demo.subscriptions };
  for (const name of STAND_INS) {
    const standIn = await introduce(name, demo, place);
    // Of a run that was cut short only the address is known.
    const isIts = ({ id, url }: Subscription) =>
      isFirst ? url === addressOf(name, place) : id === subscriptions[name];
    const known = present.find(isIts) ?? null;
    if (known) await move(known, name, demo, place);
    if (isFirst || (known && !standIn.connected)) subscriptions[name] = await subscribe(standIn, demo, place, known);
  }
  if (isFirst) await call("PATCH", `${api}/tenant`, { services: REMOTE }, demo.api_key);
  if (JSON.stringify(subscriptions) !== JSON.stringify(demo.subscriptions)) keep({ ...demo, subscriptions });
}

/** Lets the store's own services answer again: the stand-ins are told nothing more. */
export async function dismissServices(demo: Demo, url: string, keep: (demo: Demo) => void): Promise<void> {
  const { subscriptions, ...rest } = demo;
  if (subscriptions === undefined) return;
  await call("PATCH", `${url}/api/v1/tenant`, { services: EMBEDDED }, demo.api_key);
  for (const id of Object.values(subscriptions)) {
    // Somebody may have taken it away since.
    await call("DELETE", `${url}/api/v1/subscriptions/${id}`, undefined, demo.api_key).catch(() => undefined);
  }
  keep(rest);
}

/** A stand-in, as the simulator shows it. */
interface StandIn {
  name: StandInName;
  /** What it wishes to be told. */
  types: string[];
  /** Whether it also has a secret, and so can take callbacks. */
  connected: boolean;
}

/** Tells a stand-in where the store is. */
const introduce = (name: StandInName, { api_key }: Demo, { url, simulatorUrl }: Place): Promise<StandIn> =>
  call("PATCH", `${simulatorUrl}/simulator/services/${name}`, { store_url: url, api_key });

/** Gives a stand-in a subscription, or a new secret for the one that it has. */
async function subscribe(
  { name, types }: StandIn,
  { api_key }: Demo,
  place: Place,
  known: Subscription | null,
): Promise<string> {
  const subscriptions = `${place.url}/api/v1/subscriptions`;
  const description = `The simulator's stand-in for ${name}`;
  const wish = { url: addressOf(name, place), types, description };
  const { id, secret } = known
    ? { id: known.id, ...(await call<{ secret: string }>("POST", `${subscriptions}/${known.id}/secrets`, {}, api_key)) }
    : await call<{ id: string; secret: string }>("POST", subscriptions, wish, api_key);
  await call("PATCH", `${place.simulatorUrl}/simulator/services/${name}`, {
    secrets: [secret],
    ...(name === "ms-gateway" && { customers: KNOWN }),
  });
  return id;
}

/** The simulator may listen on another port than the last time. */
async function move({ id, url }: Subscription, name: StandInName, { api_key }: Demo, place: Place): Promise<void> {
  const address = addressOf(name, place);
  if (url !== address) await call("PATCH", `${place.url}/api/v1/subscriptions/${id}`, { url: address }, api_key);
}

const addressOf = (name: StandInName, { simulatorUrl }: Place): string => `${simulatorUrl}/services/${name}`;
