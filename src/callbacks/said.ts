import type { Saying } from "../domain/commands.ts";
import { plainSaying } from "../domain/telling.ts";

/** A text as a service says it, with what is known of it beside. */
export function textSaying(body: string, timestamp: string, metadata: Record<string, unknown> = {}): Saying {
  const known = Object.entries(metadata).filter(([, value]) => value !== null && value !== undefined);
  return { ...plainSaying(body, timestamp), metadata: known.length === 0 ? null : Object.fromEntries(known) };
}
