import type { AssistantSettings } from "../tenant/assistant.ts";
import type { Usage } from "./answer.ts";

/** Which of the day's limits is reached, in words; null while there is room. */
export function limitReached(
  { daily_requests, daily_tokens, daily_cost }: AssistantSettings,
  { requests, tokens, cost }: Usage,
): string | null {
  if (daily_requests !== null && requests >= daily_requests) return said(`${daily_requests} requests`);
  if (daily_tokens !== null && tokens >= daily_tokens) return said(`${daily_tokens} tokens`);
  if (daily_cost !== null && cost >= daily_cost) return said(`a cost of ${daily_cost}`);
  return null;
}

const said = (limit: string): string =>
  `The day's limit of ${limit} is reached: no model is asked until tomorrow (UTC).`;
