import type { Hono } from "hono";
import type * as z from "zod";
import { DEFAULT_TIMEOUT, settingsOf } from "../assistant/settings.ts";
import { knowledgeOf } from "../knowledge/port.ts";
import { urlFault } from "../lib/outside-url.ts";
import type { Assistant, AssistantChanges, NewAssistant } from "../protocol/assistant.ts";
import { ASSISTANT_OPERATIONS } from "../protocol/assistant-operations.ts";
import type { AssistantModel, AssistantSettings } from "../tenant/assistant.ts";
import { forgetConfiguration, policyOf } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import { answerOnce } from "./answer-once.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";

/** There is one of a tenant. */
const ID = "assistant";
const USUAL_DAYS = 31;

const NO_MODEL = { temperature: null, price_input: null, price_output: null, timeout: DEFAULT_TIMEOUT };

/** How the embedded AI agent speaks. */
export function assistant(app: Hono<AppEnv>): void {
  route(app, ASSISTANT_OPERATIONS.getAssistant, async (c, _, { tenant_id }) => c.json(print(await kept(c, tenant_id))));

  route(app, ASSISTANT_OPERATIONS.putAssistant, async (c, { body }, { tenant_id }) => {
    const before = await kept(c, tenant_id);
    return keep(c, tenant_id, { ...body, model: body.model && withKey(body.model, before.model) });
  });

  route(app, ASSISTANT_OPERATIONS.changeAssistant, async (c, { body }, { tenant_id }) => {
    const before = await kept(c, tenant_id);
    const model = body.model === undefined ? before.model : body.model && changed(body.model, before.model);
    if (model && "missing" in model) return problem(c, "invalid_request", { errors: model.missing });
    return keep(c, tenant_id, { ...before, ...named(body), model });
  });

  route(app, ASSISTANT_OPERATIONS.askAssistant, (c, { body, idempotency }, { tenant_id, configuration }) =>
    answerOnce(c, tenant_id, idempotency, 200, async () => {
      // Those of this moment: who tries them out has just changed them.
      const record = await tenantAt(c.env, tenant_id).record("assistant", ID);
      const settings = settingsOf(record, policyOf(configuration).ai_deadline);
      return knowledgeOf(c.env, tenant_id).ask(body.question, settings);
    }),
  );

  route(app, ASSISTANT_OPERATIONS.assistantUsage, async (c, { query }, { tenant_id }) =>
    c.json({ days: await knowledgeOf(c.env, tenant_id).usage(query.days ?? USUAL_DAYS) }),
  );
}

const kept = async (c: AppContext, tenantId: string): Promise<AssistantSettings> =>
  settingsOf(await tenantAt(c.env, tenantId).record("assistant", ID));

async function keep(c: AppContext, tenantId: string, settings: AssistantSettings): Promise<Response> {
  const fault = settings.model && urlFault(settings.model.base_url, c.env.ALLOW_PRIVATE_URLS);
  if (fault) return problem(c, "url_not_allowed", { detail: fault });
  const record = await tenantAt(c.env, tenantId).putRecord("assistant", ID, settings);
  forgetConfiguration(tenantId);
  return c.json(print(record));
}

/** A key is told to nobody new: it stays only where it was. */
function withKey(
  { api_key, ...model }: NonNullable<z.output<typeof NewAssistant>["model"]>,
  before: AssistantModel | null,
): AssistantModel {
  return { ...model, api_key: api_key === undefined ? keyFor(model.base_url, before) : api_key };
}

const keyFor = (url: string, before: AssistantModel | null): string | null =>
  before !== null && URL.parse(url)?.origin === URL.parse(before.base_url)?.origin ? before.api_key : null;

type ModelChanges = NonNullable<z.output<typeof AssistantChanges>["model"]>;
type Missing = { missing: { field: string; detail: string }[] };

function changed(changes: ModelChanges, before: AssistantModel | null): AssistantModel | Missing {
  const { base_url = before?.base_url, model = before?.model, api_key, ...rest } = changes;
  const needed = { base_url, model };
  const fields = Object.entries(needed).filter(([, value]) => value === undefined);
  if (base_url === undefined || model === undefined) {
    return {
      missing: fields.map(([field]) => ({ field: `model.${field}`, detail: "is needed: there is no model yet" })),
    };
  }
  return withKey({ ...NO_MODEL, ...without(before), ...named(rest), base_url, model, api_key }, before);
}

function without(before: AssistantModel | null): Partial<AssistantModel> {
  const { api_key: _, ...rest } = before ?? {};
  return rest as Partial<AssistantModel>;
}

/** What is said of it, without what is not. */
const named = <T extends object>(changes: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as never;

/** As it is shown: the model without its key. */
function print({ model, ...settings }: AssistantSettings): z.output<typeof Assistant> {
  const { instructions, unsure_text, greeting, daily_requests, daily_tokens, daily_cost, show_sources } = settings;
  const limits = { daily_requests, daily_tokens, daily_cost };
  return { instructions, unsure_text, greeting, ...limits, show_sources, model: model && printModel(model) };
}

const printModel = ({ api_key, ...model }: AssistantModel) => ({ ...model, has_api_key: api_key !== null });
