/** A model behind an OpenAI-compatible endpoint (`<base_url>/chat/completions`). */
export interface AssistantModel {
  base_url: string;
  /** Null where the endpoint wants none. */
  api_key: string | null;
  model: string;
  /** The whole answer is there in this time, or the model is given up; in seconds. */
  timeout: number;
  /** Null for the model's own. */
  temperature: number | null;
  /** Per million tokens, in the tenant's currency; null where nobody counts it. */
  price_input: number | null;
  price_output: number | null;
}

/** How the embedded AI agent of a tenant speaks. */
export interface AssistantSettings {
  /** What the tenant tells the model. */
  instructions: string | null;
  /** Said in place of our own words when no article has the answer. */
  unsure_text: string | null;
  /** Said in place of our own words to who only greets. */
  greeting: string | null;
  /** A model that answers in its own words; null where the articles are only quoted. */
  model: AssistantModel | null;
  /** What the model may be asked, and may cost, in a day (UTC); null without end. */
  daily_requests: number | null;
  daily_tokens: number | null;
  daily_cost: number | null;
  /** Whether a quoted answer names its article. */
  show_sources: boolean;
}
