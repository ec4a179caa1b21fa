import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "./build.ts";
import { call } from "./call.ts";
import { CUSTOMERS } from "./demo-customers.ts";

/** Who works in the demo shop; the tokens are theirs for the API. */
interface DemoAgent {
  id: string;
  name: string;
  token: string;
}

/** The demo shop's second outlet and the people who answer for it. */
export interface DemoShop {
  outlet_id: string;
  agents: DemoAgent[];
}

interface Place {
  /** Base address of the Worker. */
  url: string;
  /** Base address of the simulator; null when there is none. */
  simulatorUrl: string | null;
  tenantId: string;
  apiKey: string;
}

const ARTICLES = join(PROJECT_ROOT, "src/selfhost/demo-articles");
const FLOWS = join(PROJECT_ROOT, "src/selfhost/demo-flows");

const HOURS = { time_zone: "Europe/Berlin", holidays: [{ date: "2026-12-25", name: "Christmas" }] };
const HARBOUR = { ...HOURS, weekly: { ...weekdays(["09:00", "18:00"]), sat: [["10:00", "16:00"]] } };
const OLD_TOWN = { ...HOURS, weekly: { ...weekdays(["10:00", "19:00"]), mon: [], sat: [["10:00", "19:00"]] } };

/** Played by the simulator, where there is one. */
const ORDERS = "https://orders.example.com/v1/orders";

const PEOPLE = [
  { name: "Ana Ruiz", email: "ana@demo.example" },
  { name: "Marco Bauer", email: "marco@demo.example" },
  { name: "Siti Rahma", email: "siti@demo.example" },
];

const SYNONYMS = [
  ["bicycle", "bike", "cycle"],
  ["electric bicycle", "e-bike", "ebike", "pedelec"],
  ["repair", "fix", "mend"],
  ["refund", "money back"],
  ["delivery", "shipping"],
  ["shop", "store"],
];

const POLICIES = {
  assignment: "round_robin",
  off_hours_text: "Nobody is in the shop right now. We are back {{next_opening}} and will answer you here.",
  farewell_text: "Thank you for writing to us. Until next time!",
  satisfaction_question: "How did we do?",
};

/**
 * Fills the demo tenant: articles to answer from, customers, two outlets, three agents, and flows. Every call may be
 * made again, so that a run which was cut short is completed by the next one.
 */
export async function furnishShop({ url, simulatorUrl, tenantId, apiKey }: Place): Promise<DemoShop> {
  const api = <T = unknown>(method: string, path: string, body?: unknown, once?: string) =>
    call<T>(method, `${url}/api/v1${path}`, body, apiKey, once && `demo:${tenantId}:${once}`);
  for (const file of readdirSync(ARTICLES).sort()) {
    const content = readFileSync(join(ARTICLES, file), "utf8");
    const title = /^# (.+)$/m.exec(content)?.[1] ?? file;
    await api("PUT", `/articles/${file.replace(/\.md$/, "")}`, { title, format: "markdown", content });
  }
  await api("PUT", "/articles/synonyms", { groups: SYNONYMS });
  for (const { id, ...customer } of CUSTOMERS) await api("PUT", `/customers/${id}`, customer);
  const { default_outlet_id } = await api<{ default_outlet_id: string }>("GET", "/tenant");
  await api("PATCH", `/outlets/${default_outlet_id}`, { name: "Harbour Street", business_hours: HARBOUR });
  const oldTown = { name: "Old Town", business_hours: OLD_TOWN };
  const outlet = await api<{ id: string }>("POST", "/outlets", oldTown, "old-town");
  const agents: DemoAgent[] = [];
  for (const person of PEOPLE) agents.push(await hire(api, person));
  const team = { name: "Complaints", agent_ids: agents.slice(0, 2).map(({ id }) => id), outlet_ids: [] };
  await api("POST", "/teams", team, "complaints");
  for (const file of readdirSync(FLOWS).sort()) {
    const text = readFileSync(join(FLOWS, file), "utf8");
    const flow = JSON.parse(simulatorUrl === null ? text : text.replace(ORDERS, `${simulatorUrl}/services/orders`));
    if (text.includes("secrets.orders_key")) flow.secrets = { orders_key: "of the demo" };
    const { id } = await api<{ id: string }>("POST", "/flows", flow, file);
    await api("POST", `/flows/${id}/publish`, {}, `${file}:publish`);
  }
  await api("PATCH", "/tenant", { policies: POLICIES });
  return { outlet_id: outlet.id, agents };
}

type Api = <T>(method: string, path: string, body?: unknown, once?: string) => Promise<T>;

async function hire(api: Api, person: (typeof PEOPLE)[number]): Promise<DemoAgent> {
  const { id } = await api<{ id: string }>("POST", "/agents", person, person.email);
  const { token } = await api<{ token: string }>("POST", `/agents/${id}/tokens`, {}, `${person.email}:token`);
  return { id, name: person.name, token };
}

function weekdays(hours: [string, string]) {
  return { mon: [hours], tue: [hours], wed: [hours], thu: [hours], fri: [hours], sat: [] as string[][], sun: [] };
}
