import type { Answer, Body } from "../../api/types.ts";

export type Assistant = Answer<"getAssistant">;

/** The agent's settings as they are written: numbers as what was typed, so that a half-typed one stays. */
export interface AgentDraft {
  instructions: string;
  greeting: string;
  unsure_text: string;
  show_sources: boolean;
  daily_requests: string;
  daily_tokens: string;
  daily_cost: string;
  has_model: boolean;
  base_url: string;
  model: string;
  /** Empty: the one that is kept stays. */
  api_key: string;
  timeout: string;
  temperature: string;
  price_input: string;
  price_output: string;
}

const typed = (value: number | null | undefined): string => (value === null || value === undefined ? "" : `${value}`);
const DEFAULT_TIMEOUT = 25;

/** What is kept, to be written over. */
export const draftOf = (saved: Assistant): AgentDraft => ({
  instructions: saved.instructions ?? "",
  greeting: saved.greeting ?? "",
  unsure_text: saved.unsure_text ?? "",
  show_sources: saved.show_sources,
  daily_requests: typed(saved.daily_requests),
  daily_tokens: typed(saved.daily_tokens),
  daily_cost: typed(saved.daily_cost),
  has_model: saved.model !== null,
  base_url: saved.model?.base_url ?? "",
  model: saved.model?.model ?? "",
  api_key: "",
  timeout: typed(saved.model?.timeout ?? DEFAULT_TIMEOUT),
  temperature: typed(saved.model?.temperature),
  price_input: typed(saved.model?.price_input),
  price_output: typed(saved.model?.price_output),
});

/** What was typed as a number; null for nothing. What is none goes as it is, so that the API names the field. */
function numberIn(text: string): number | null {
  const written = text.trim().replace(",", ".");
  return written === "" ? null : Number.isNaN(Number(written)) ? (text as unknown as number) : Number(written);
}
const wordsIn = (text: string): string | null => (text.trim() === "" ? null : text);

/** The body that keeps a draft. */
export function bodyOf(draft: AgentDraft): Body<"putAssistant"> {
  const { show_sources, has_model, base_url, model, api_key } = draft;
  const kept = {
    base_url: base_url.trim(),
    model: model.trim(),
    ...(api_key === "" ? {} : { api_key }),
    timeout: numberIn(draft.timeout) ?? DEFAULT_TIMEOUT,
    temperature: numberIn(draft.temperature),
    price_input: numberIn(draft.price_input),
    price_output: numberIn(draft.price_output),
  };
  return {
    instructions: wordsIn(draft.instructions),
    greeting: wordsIn(draft.greeting),
    unsure_text: wordsIn(draft.unsure_text),
    show_sources,
    daily_requests: numberIn(draft.daily_requests),
    daily_tokens: numberIn(draft.daily_tokens),
    daily_cost: numberIn(draft.daily_cost),
    model: has_model ? kept : null,
  };
}
