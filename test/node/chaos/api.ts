// biome-ignore lint/suspicious/noExplicitAny: what is read of an answer is what is checked
export type Json = any;

export interface Answer {
  status: number;
  json: Json;
}

const PATIENCE_MS = 15_000;

/** One request. Null when no whole answer came: then it may have been done or not. */
export async function request(
  method: string,
  url: string,
  { body, bearer, key }: { body?: unknown; bearer?: string; key?: string | undefined } = {},
): Promise<Answer | null> {
  const headers = {
    "Content-Type": "application/json",
    ...(bearer && { Authorization: `Bearer ${bearer}` }),
    ...(key && { "Idempotency-Key": key }),
  };
  const init = { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) };
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
    const text = await response.text();
    return { status: response.status, json: text === "" ? null : JSON.parse(text) };
  } catch {
    return null;
  }
}

/** Whether the same request should be made again: nobody knows what became of it, or it could not be done now. */
export const isOpen = (answer: Answer | null): answer is null =>
  answer === null || answer.status >= 500 || answer.status === 429;
