/** One JSON line an event of ours. Ids, counts and codes only: never a text, a name or a number of a person. */
export function log(
  level: "info" | "warn" | "error",
  event: string,
  fields: Record<string, string | number | boolean | null> = {},
): void {
  console[level](JSON.stringify({ level, event, ...fields }));
}

/** What may be logged of something thrown: its name and message are ours or the platform's. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : "unknown";
