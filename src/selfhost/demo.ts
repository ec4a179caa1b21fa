import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { call } from "./call.ts";
import { type DemoSubscriptions, dismissServices, ensureServices } from "./demo-services.ts";
import { type DemoShop, furnishShop } from "./demo-shop.ts";
import { type DemoSignIn, letSignIn } from "./demo-sign-in.ts";
import { readPrivate, writePrivate } from "./files.ts";

/** The demo tenant, as it is kept in the state directory. */
export interface Demo {
  tenant_id: string;
  api_key: string;
  inbox_id: string;
  number: WhatsAppNumber;
  /** Those of the stand-ins, while they answer. */
  subscriptions?: DemoSubscriptions;
  /** Its articles, people and flows, once they are there. */
  shop?: DemoShop;
  /** By what its people sign in at the console, once they can. */
  sign_in?: DemoSignIn;
}

interface WhatsAppNumber {
  phone_number_id: string;
  display_phone_number: string;
  access_token: string;
  app_secret: string;
  verify_token: string;
}

export interface DemoOptions {
  /** Base address of the Worker. */
  url: string;
  /** Base address of the simulator; null when there is none. */
  simulatorUrl: string | null;
  adminToken: string;
  stateDir: string;
}

const NAME = "Demo shop";

/** The demo tenant, made on the first run; its WhatsApp number is made known to the simulator at every run. */
export async function ensureDemo(options: DemoOptions): Promise<Demo> {
  const kept = readPrivate(fileOf(options));
  const demo: Demo = kept === null ? await createDemo(options) : JSON.parse(kept);
  if (kept === null) keep(options, demo);
  if (options.simulatorUrl !== null) await connectNumber(options.url, options.simulatorUrl, demo);
  return demo;
}

/** Lets the store's own AI agent, people and flows answer the demo tenant's customers. */
export async function letShopAnswer(demo: Demo, options: DemoOptions): Promise<Demo> {
  const { url, simulatorUrl } = options;
  let present = demo;
  const keepIt = (changed: Demo) => {
    present = changed;
    keep(options, changed);
  };
  await dismissServices(demo, url, keepIt);
  if (present.shop) return present;
  const shop = await furnishShop({ url, simulatorUrl, tenantId: demo.tenant_id, apiKey: demo.api_key });
  keepIt({ ...present, shop });
  return present;
}

/** Lets the shop's people sign in at the console, and has the phone page lead there. */
export async function openConsole(demo: Demo, options: DemoOptions): Promise<Demo> {
  const { url, simulatorUrl } = options;
  if (!demo.shop) return demo;
  const place = { url, apiKey: demo.api_key };
  const sign_in =
    demo.sign_in ??
    (await letSignIn(
      place,
      demo.shop.agents.map(({ id }) => id),
    ));
  const present = { ...demo, sign_in };
  if (!demo.sign_in) keep(options, present);
  const [first] = sign_in.people;
  if (simulatorUrl !== null && first !== undefined) {
    const known = { url: `${url}/`, email: first.email, password: sign_in.password };
    await call("PUT", `${simulatorUrl}/simulator/console`, known);
  }
  return present;
}

/** Lets the simulator's stand-ins answer the demo tenant's customers; answers whether there is a simulator to do so. */
export async function letStandInsAnswer(demo: Demo, options: DemoOptions): Promise<boolean> {
  const { url, simulatorUrl } = options;
  if (simulatorUrl === null) return false;
  await ensureServices(demo, { url, simulatorUrl }, (changed) => keep(options, changed));
  return true;
}

const fileOf = ({ stateDir }: DemoOptions): string => join(stateDir, "demo.json");
const keep = (options: DemoOptions, demo: Demo): void =>
  writePrivate(fileOf(options), `${JSON.stringify(demo, null, 2)}\n`);

async function createDemo({ url, adminToken }: DemoOptions): Promise<Demo> {
  const { tenant, api_key } = await call<{ tenant: { id: string }; api_key: { secret: string } }>(
    "POST",
    `${url}/admin/v1/tenants`,
    { name: NAME },
    adminToken,
  );
  const number = {
    phone_number_id: "15550001111",
    display_phone_number: "+1 555-000-1111",
    access_token: secret(),
    app_secret: secret(),
    verify_token: secret(),
  };
  const inbox = await call<{ id: string }>(
    "POST",
    `${url}/api/v1/inboxes`,
    { name: NAME, channel: { type: "whatsapp", ...number } },
    api_key.secret,
  );
  return { tenant_id: tenant.id, api_key: api_key.secret, inbox_id: inbox.id, number };
}

async function connectNumber(url: string, simulatorUrl: string, { inbox_id, number }: Demo): Promise<void> {
  const { phone_number_id, ...credentials } = number;
  const webhook_url = `${url}/webhooks/whatsapp/${inbox_id}`;
  await call("PUT", `${simulatorUrl}/simulator/numbers/${phone_number_id}`, {
    ...credentials,
    webhook_url,
    name: NAME,
  });
}

const secret = () => randomBytes(24).toString("base64url");
