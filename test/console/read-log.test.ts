import { expect, test, vi } from "vitest";
import { readLog } from "../../src/console/api/log.ts";

const call = vi.hoisted(() => vi.fn());
vi.mock("../../src/console/api/client.ts", () => ({ call }));

/** A server whose log goes so far, and who tells of so many entries at a time, if the agent may see them. */
function serve(head: number, most: number, isSeen = (_: number) => true): void {
  call.mockReset();
  call.mockImplementation(async (_: string, { query }: { query: { after_seq: number; limit: number } }) => {
    const last = Math.min(query.after_seq + Math.min(query.limit, most), head);
    const seqs = from(query.after_seq + 1, last);
    const events = seqs.filter(isSeen).map((seq) => ({ seq }));
    return { events, next_after_seq: last < head && seqs.length > 0 ? last : null };
  });
}

const from = (first: number, last: number) =>
  Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => first + index);
const seqs = async (window: { after_seq: number; limit: number }) => (await readLog("c", window)).map(({ seq }) => seq);

test("a part of a log is read whole, however few entries the server tells of at a time", async () => {
  serve(1_000, 70);
  expect(await seqs({ after_seq: 100, limit: 240 })).toEqual(from(101, 340));
  expect(call).toHaveBeenCalledTimes(4);
  expect(await seqs({ after_seq: 950, limit: 240 })).toEqual(from(951, 1_000));
});

test("what is told at once is asked for once, also where some of it is not for this agent", async () => {
  serve(1_000, 1_000, (seq) => seq % 2 === 0);
  expect(await seqs({ after_seq: 0, limit: 10 })).toEqual([2, 4, 6, 8, 10]);
  expect(call).toHaveBeenCalledTimes(1);
});
