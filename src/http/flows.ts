import type { Hono } from "hono";
import { silenceOf } from "../domain/due.ts";
import { type Fault, faultsOf } from "../flows/faults.ts";
import { tryOut } from "../flows/trial.ts";
import { triggersOf } from "../flows/triggers.ts";
import type { Flow } from "../protocol/flow.ts";
import { FLOW_OPERATIONS } from "../protocol/flow-operations.ts";
import { forgetConfiguration, policyOf } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import type { FlowDraftRecord, FlowRecord, FlowVersionRecord } from "../tenant/records.ts";
import { answerOnce } from "./answer-once.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { ask, keysOf } from "./conversations.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";

/** So many versions are shown. */
const VERSIONS_SHOWN = 20;

/** Flows: their drafts, what of them is in force, and trying them out. */
export function flows(app: Hono<AppEnv>): void {
  route(app, FLOW_OPERATIONS.createFlow, async (c, { body, idempotency }, principal) => {
    const { tenant_id } = principal;
    const { name, flow, enabled } = body;
    const { errors, warnings } = judged(c, principal, flow);
    if (errors.length > 0) return invalidFlow(c, errors);
    const tenant = tenantAt(c.env, tenant_id);
    const none = { triggers: [], is_live: false, published_version: null };
    const made = await tenant.createRecord("flow", { name, enabled, ...none }, idempotency);
    if (!made.ok) return problem(c, made.error.code);
    const { id } = made.value;
    // A repetition finds it, and whatever became of it since.
    const kept = await tenant.record("flow_draft", id);
    const secrets = changed({}, body.secrets);
    const draft = kept ?? (await tenant.putRecord("flow_draft", id, { flow, secrets }));
    forgetConfiguration(tenant_id);
    return c.json(detail(made.value, draft, warnings), 201);
  });

  route(app, FLOW_OPERATIONS.listFlows, async (c, _, { tenant_id }) => {
    const all = await tenantAt(c.env, tenant_id).records("flow");
    return c.json({ flows: all.map(summary) });
  });

  route(app, FLOW_OPERATIONS.checkFlow, (c, { body }, principal) => {
    const { errors, warnings } = judged(c, principal, body.flow);
    return errors.length > 0 ? invalidFlow(c, errors) : c.json({ warnings: warnings.map(ofDraft) });
  });

  route(app, FLOW_OPERATIONS.getFlow, async (c, { params }, principal) => {
    const found = await find(c, principal.tenant_id, params.id);
    if (found === null) return problem(c, "not_found");
    const { warnings } = judged(c, principal, found.draft.flow);
    return c.json(detail(found.record, found.draft, warnings));
  });

  route(app, FLOW_OPERATIONS.putFlow, async (c, { params, body }, principal) => {
    const { tenant_id } = principal;
    const found = await find(c, tenant_id, params.id);
    if (found === null) return problem(c, "not_found");
    const { name, flow, enabled } = body;
    const { errors, warnings } = judged(c, principal, flow);
    if (errors.length > 0) return invalidFlow(c, errors);
    const tenant = tenantAt(c.env, tenant_id);
    const secrets = changed(found.draft.secrets, body.secrets);
    const record = await tenant.changeFlow(params.id, { name, enabled });
    if (record === null) return problem(c, "not_found");
    const draft = await tenant.putRecord("flow_draft", params.id, { flow, secrets });
    forgetConfiguration(tenant_id);
    return c.json(detail(record, draft, warnings));
  });

  route(app, FLOW_OPERATIONS.deleteFlow, async (c, { params }, { tenant_id }) => {
    const tenant = tenantAt(c.env, tenant_id);
    const flow = await tenant.record("flow", params.id);
    if (flow === null) return problem(c, "not_found");
    await tenant.removeRecord("flow", params.id);
    await tenant.removeRecord("flow_draft", params.id);
    for (let version = flow.published_version ?? 0; version > 0; version--)
      await tenant.removeRecord("flow_version", `${params.id}:${version}`);
    forgetConfiguration(tenant_id);
    return c.body(null, 204);
  });

  route(app, FLOW_OPERATIONS.publishFlow, (c, { params, idempotency }, principal) =>
    answerOnce(c, principal.tenant_id, idempotency, 200, async () => {
      const { tenant_id } = principal;
      const found = await find(c, tenant_id, params.id);
      if (found === null) return problem(c, "not_found");
      // What may be called may have changed since it was kept.
      const { errors } = judged(c, principal, found.draft.flow);
      if (errors.length > 0) return invalidFlow(c, errors);
      const version = await publish(c, tenant_id, found);
      forgetConfiguration(tenant_id);
      return printed(version);
    }),
  );

  route(app, FLOW_OPERATIONS.listFlowVersions, async (c, { params }, { tenant_id }) => {
    const found = await find(c, tenant_id, params.id);
    if (found === null) return problem(c, "not_found");
    const last = found.record.published_version ?? 0;
    const numbers = Array.from({ length: Math.min(last, VERSIONS_SHOWN) }, (_, index) => last - index);
    const versions = await Promise.all(numbers.map((number) => versionOf(c, tenant_id, params.id, number)));
    return c.json({ versions: versions.filter((one) => one !== null).map(printed) });
  });

  route(app, FLOW_OPERATIONS.testFlow, async (c, { params, body }, { tenant_id }) => {
    const found = await find(c, tenant_id, params.id);
    if (found === null) return problem(c, "not_found");
    const at = body.at === undefined ? Date.now() : Date.parse(body.at);
    return c.json(tryOut(found.draft.flow, body, at));
  });

  route(app, FLOW_OPERATIONS.startFlow, async (c, { params, body, idempotency }, principal) => {
    const found = await find(c, principal.tenant_id, params.id);
    if (found === null) return problem(c, "not_found");
    if (found.record.published_version === null) return problem(c, "flow_not_published");
    const { conversation_id, variables = null } = body;
    const { actor } = principal;
    const command = (number: number) => ({ type: "start_flow", number, flow_id: params.id, variables, actor }) as const;
    const request = { ...keysOf(idempotency), command };
    return ask(c, principal, conversation_id, request, ({ conversation }) => c.json(conversation));
  });
}

interface Found {
  record: FlowRecord;
  draft: FlowDraftRecord;
}

async function find(c: AppContext, tenantId: string, id: string): Promise<Found | null> {
  const tenant = tenantAt(c.env, tenantId);
  const [record, draft] = await Promise.all([tenant.record("flow", id), tenant.record("flow_draft", id)]);
  return record && draft && { record, draft };
}

const versionOf = (c: AppContext, tenantId: string, id: string, version: number): Promise<FlowVersionRecord | null> =>
  tenantAt(c.env, tenantId).record("flow_version", `${id}:${version}`);

/** The draft as the next version, unless it is in force already. */
async function publish(c: AppContext, tenantId: string, { record, draft }: Found): Promise<FlowVersionRecord> {
  const tenant = tenantAt(c.env, tenantId);
  const { id, published_version: last } = record;
  const inForce = last === null ? null : await versionOf(c, tenantId, id, last);
  if (inForce && isSame(inForce.flow, draft.flow)) return inForce;
  const version = (last ?? 0) + 1;
  const published_at = new Date().toISOString();
  const { flow } = draft;
  const made = await tenant.putRecord("flow_version", `${id}:${version}`, { flow_id: id, version, flow, published_at });
  await tenant.changeFlow(id, { triggers: triggersOf(flow), published_version: version });
  return made;
}

const isSame = (one: Flow, other: Flow): boolean => JSON.stringify(one) === JSON.stringify(other);

/** By its path in the body. */
const ofDraft = ({ field, detail }: Fault): Fault => ({ field: `flow.${field}`, detail });

const invalidFlow = (c: AppContext, errors: Fault[]): Response =>
  problem(c, "flow_invalid", {
    errors: errors.map(ofDraft),
  });

/** Secrets with those that are named set, or taken away. */
const changed = (kept: Record<string, string>, named: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...kept, ...named }).filter((entry): entry is [string, string] => entry[1] !== null),
  );

/** What is wrong with a flow of this tenant's. */
const judged = (c: AppContext, { configuration }: Principal, flow: Flow) =>
  faultsOf(flow, {
    allowedUrls: c.env.ALLOW_PRIVATE_URLS,
    silence: silenceOf(policyOf(configuration), "flow"),
  });

const summary = ({ id, name, enabled, is_live, published_version, created_at, updated_at }: FlowRecord) => ({
  id,
  name,
  enabled,
  is_live,
  published_version,
  created_at,
  updated_at,
});

const detail = (record: FlowRecord, { flow, secrets }: FlowDraftRecord, warnings: Fault[]) => ({
  ...summary(record),
  flow,
  secrets: Object.keys(secrets),
  warnings: warnings.map(ofDraft),
});

const printed = ({ flow_id, version, flow, published_at }: FlowVersionRecord) => ({
  flow_id,
  version,
  flow,
  published_at,
});
