import type { Hono } from "hono";
import type * as z from "zod";
import { deskOf } from "../desk/port.ts";
import { followingOf } from "../following/port.ts";
import { knowledgeOf } from "../knowledge/port.ts";
import type { Operating } from "../protocol/operating.ts";
import { OPERATING_OPERATIONS } from "../protocol/operating.ts";
import { Calendar } from "../reports/calendar.ts";
import { PERIOD_MS } from "../reports/cell.ts";
import { reportsOf, type Span } from "../reports/port.ts";
import type { Question } from "../reports/report.ts";
import { subscriptionAt } from "../subscriptions/port.ts";
import type { Subscription } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppEnv } from "./context.ts";
import { healthOf } from "./health.ts";
import { type Parts, partsWithin } from "./parts.ts";
import { timeZoneOf } from "./reports.ts";
import { route } from "./route.ts";

/** An operator who looks whether something hangs must not hang with it. */
const PATIENCE_MS = 3_000;

const PERIODS_OF_DAY = 48;

type Document = z.output<typeof Operating>;

/** What an operator sees of a tenant, in one document: no part of it reads more the more conversations there are. */
export function operating(app: Hono<AppEnv>): void {
  route(app, OPERATING_OPERATIONS.getOperations, async (c, { query }, { tenant_id, configuration }) => {
    const { env } = c;
    const now = Date.now();
    const parts = partsWithin(PATIENCE_MS);
    const tenant = tenantAt(env, tenant_id);
    const desk = deskOf(env, tenant_id).state();
    const backlog = tenant.backlog();
    const subscriptions = tenant.configuration().then((current) => current?.subscriptions ?? []);
    const counted = countedOf(env, tenant_id, timeZoneOf(query, configuration), now);

    const [health, list, following, messages, outbound, deliveries, quarantine, assistant] = await Promise.all([
      parts.ask("health", () => healthOf(env)),
      parts.ask("desk", () => desk),
      parts.ask("following", () => followingSince(env, tenant_id, desk)),
      parts.ask("messages", () => messagesOf(counted)),
      outboundOf(parts, counted, backlog),
      deliveriesOf(env, parts, tenant_id, subscriptions),
      parts.ask("quarantine", async () => (await backlog).quarantine),
      parts.ask("assistant", () => assistantOf(env, tenant_id, counted, now)),
    ]);
    const { sockets = null, ...state } = list ?? {};
    const document = {
      at: new Date(now).toISOString(),
      health,
      desk: list && (state as NonNullable<Document["desk"]>),
      ...{ following, messages, outbound, deliveries },
      dead_letters: { count: deliveries.dead, is_complete: deliveries.is_complete },
      ...{ quarantine, sockets, assistant },
      missing: parts.missing,
    } satisfies Document;
    return c.json(document);
  });
}

/** What the tenant's reports say of now: each asked once, whoever needs it. */
function countedOf(env: Cloudflare.Env, tenantId: string, time_zone: string, now: number) {
  const reports = reportsOf(env, tenantId);
  const calendar = new Calendar(time_zone);
  const date = calendar.localOf(now).date;
  const before = Math.floor(now / PERIOD_MS) + 1;
  const today: Span = { from: calendar.firstStepOf(date, PERIOD_MS), before };
  const lastDay: Span = { from: before - PERIODS_OF_DAY, before };
  const question: Question = {
    ...{ from: date, to: date, time_zone, group_by: "inbox" },
    ...{ outlet_ids: null, teams: [], business_hours: false },
  };
  return {
    ...{ date, time_zone },
    pulse: reports.pulse(),
    overview: reports.totals("overview", question, [today, lastDay]),
    ai: reports.totals("ai", question, [today]),
  };
}
type Counted = ReturnType<typeof countedOf>;

/** The followers all move together: what one of them has not taken is given to none again before it has. */
async function followingSince(
  env: Cloudflare.Env,
  tenantId: string,
  desk: Promise<{ seq: number }>,
): Promise<NonNullable<Document["following"]>> {
  const [{ seq }, progress] = await Promise.all([desk, followingOf(env, tenantId).progress()]);
  const { cursor, ...rest } = progress;
  return { lag: Math.max(0, seq - cursor), ...rest };
}

async function messagesOf({ date, time_zone, pulse, overview }: Counted): Promise<NonNullable<Document["messages"]>> {
  const [{ minutes }, [figures]] = await Promise.all([pulse, overview]);
  const of = (name: string) => figures?.[name] ?? 0;
  const today = { messages_in: of("messages_in"), messages_out: of("messages_out"), failed: of("failed") };
  return { minutes, today: { date, time_zone, ...today } };
}

async function outboundOf(
  parts: Parts,
  { pulse, overview }: Counted,
  backlog: Promise<{ held: NonNullable<Document["outbound"]["held"]> }>,
): Promise<Document["outbound"]> {
  const [waiting, held, failed_last_24_hours] = await Promise.all([
    parts.ask("outbound.waiting", async () => (await pulse).waiting),
    parts.ask("outbound.held", async () => (await backlog).held),
    parts.ask("outbound.failed_last_24_hours", async () => (await overview)[1]?.failed ?? 0),
  ]);
  return { waiting, held, failed_last_24_hours };
}

async function deliveriesOf(
  env: Cloudflare.Env,
  parts: Parts,
  tenantId: string,
  asked: Promise<Subscription[]>,
): Promise<Document["deliveries"]> {
  const known = await parts.ask("deliveries", () => asked);
  const subscriptions = await Promise.all(
    (known ?? []).map(async ({ id, url, description, enabled }) => {
      const standing = await parts.ask(`deliveries.${id}`, () => subscriptionAt(env, tenantId, id).standing());
      return { id, url, description, enabled, standing };
    }),
  );
  const sum = (name: "behind" | "retrying" | "dead") =>
    subscriptions.reduce((total, { standing }) => total + (standing?.[name] ?? 0), 0);
  const is_complete = known !== null && subscriptions.every(({ standing }) => standing !== null);
  return { pending: sum("behind"), retrying: sum("retrying"), dead: sum("dead"), is_complete, subscriptions };
}

async function assistantOf(
  env: Cloudflare.Env,
  tenantId: string,
  { ai }: Counted,
  now: number,
): Promise<NonNullable<Document["assistant"]>> {
  const [[figures], [latest]] = await Promise.all([ai, knowledgeOf(env, tenantId).usage(1)]);
  const of = (name: string) => figures?.[name] ?? 0;
  const isToday = latest?.day === new Date(now).toISOString().slice(0, 10);
  const model = latest && isToday ? { requests: latest.requests, cost: latest.cost } : null;
  return { answers: of("answers"), low_confidence: of("low_confidence"), timed_out: of("timed_out"), model };
}
