import * as z from "zod";

/** So many characters are a page or two. */
const Instructions = z.string().max(20_000).nullable();
const Words = z.string().trim().min(1).max(1_024).nullable();
const Price = z.number().min(0).max(1_000_000).nullable();

const model = {
  base_url: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .max(2_000)
    .transform((url) => url.replace(/\/+$/, ""))
    .meta({ description: "Of an OpenAI-compatible endpoint: /chat/completions is below it" }),
  model: z.string().min(1).max(255),
  timeout: z.number().min(1).max(120).meta({ description: "For the whole answer, in seconds" }),
  temperature: z.number().min(0).max(2).nullable(),
  price_input: Price.meta({ description: "Per million tokens, in the tenant's currency" }),
  price_output: Price,
};
const api_key = z.string().min(1).max(1_000).nullable().meta({ description: "Write-only" });

/** In seconds. */
const DEFAULT_TIMEOUT = 25;

/** A key that is left out stays, as long as it goes to the same host. */
const NewModel = z.strictObject({
  ...model,
  api_key: api_key.optional(),
  timeout: model.timeout.default(DEFAULT_TIMEOUT),
  temperature: model.temperature.default(null),
  price_input: Price.default(null),
  price_output: Price.default(null),
});
const ModelChanges = z.strictObject({ ...model, api_key }).partial();

const limit = (most: z.ZodNumber) => most.min(0).nullable();

const settings = {
  instructions: Instructions.meta({ description: "What the model is told beside our own rules" }),
  unsure_text: Words.meta({ description: "Said when there is no answer; null for our own words" }),
  greeting: Words.meta({ description: "Said to who only greets; null for our own words" }),
  daily_requests: limit(z.number().int()).meta({ description: "Requests to the model in a day (UTC); null for any" }),
  daily_tokens: limit(z.number().int()),
  daily_cost: limit(z.number()),
  show_sources: z.boolean().meta({ description: "Whether a quoted answer names its article" }),
};

export const NewAssistant = z.strictObject({
  instructions: settings.instructions.default(null),
  unsure_text: settings.unsure_text.default(null),
  greeting: settings.greeting.default(null),
  model: NewModel.nullable().default(null),
  daily_requests: settings.daily_requests.default(1_000),
  daily_tokens: settings.daily_tokens.default(null),
  daily_cost: settings.daily_cost.default(null),
  show_sources: settings.show_sources.default(true),
});

/** What is left out stays; so it is with the fields of `model`. */
export const AssistantChanges = z.strictObject({ ...settings, model: ModelChanges.nullable() }).partial();

/** How the embedded AI agent speaks, as it is shown: without the key. */
export const Assistant = z
  .object({
    ...settings,
    model: z
      .object({ ...model, base_url: z.string(), has_api_key: z.boolean() })
      .nullable()
      .meta({ description: "Null where the articles are only quoted" }),
  })
  .meta({ id: "Assistant" });

export const AssistantQuestion = z.strictObject({ question: z.string().trim().min(1).max(4_000) });

export const AssistantReply = z
  .object({
    body: z.string().nullable(),
    low_confidence: z.boolean(),
    confidence: z.number().nullable(),
    wants_ticket: z.boolean(),
    handoff_reason: z.string().nullable(),
    closes: z.boolean(),
    metadata: z
      .record(z.string(), z.unknown())
      .meta({ description: "sources, model, tokens, cost, tool_calls, limit; error says why the model was not used" }),
  })
  .meta({ id: "AssistantReply" });

export const AssistantUsage = z.object({
  days: z.array(
    z.object({
      day: z.iso.date(),
      requests: z.number().int(),
      input_tokens: z.number().int(),
      output_tokens: z.number().int(),
      cost: z.number(),
    }),
  ),
});
