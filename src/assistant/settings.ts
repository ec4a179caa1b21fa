import type { AssistantSettings } from "../tenant/assistant.ts";

/** In seconds. */
export const DEFAULT_TIMEOUT = 25;

/** What holds until a tenant says otherwise: its articles are quoted, no model is asked. */
export const DEFAULT_ASSISTANT: AssistantSettings = {
  instructions: null,
  unsure_text: null,
  greeting: null,
  model: null,
  daily_requests: 1000,
  daily_tokens: null,
  daily_cost: null,
  show_sources: true,
};

/** Of the time in which an answer must be there, so much is the model's: the rest is to say something else. */
const SHARE_OF_DEADLINE = 0.8;

/**
 * How the AI agent of a tenant speaks: as it set it, and the defaults for what it never set.
 * @param deadline when a turn without an answer is handed over, in seconds; null never
 */
export function settingsOf(
  record: Partial<AssistantSettings> | null,
  deadline: number | null = null,
): AssistantSettings {
  const settings = { ...DEFAULT_ASSISTANT, ...record };
  const { model } = settings;
  if (model === null || deadline === null) return settings;
  return { ...settings, model: { ...model, timeout: Math.min(model.timeout, deadline * SHARE_OF_DEADLINE) } };
}
