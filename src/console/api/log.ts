import { call } from "./client.ts";
import type { LogEvent } from "./types.ts";

/** A part of a thread's log, whole: where entries are large the server tells of fewer at a time than were asked for. */
export async function readLog(
  id: string,
  { after_seq, limit }: { after_seq: number; limit: number },
): Promise<LogEvent[]> {
  const end = after_seq + limit;
  const found: LogEvent[] = [];
  for (let after = after_seq; ; ) {
    const query = { after_seq: after, limit: end - after };
    const { events, next_after_seq } = await call("listEvents", { params: { id }, query });
    found.push(...events);
    if (next_after_seq === null || next_after_seq >= end) return found;
    after = next_after_seq;
  }
}
