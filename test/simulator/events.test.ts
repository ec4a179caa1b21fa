import { expect, test } from "vitest";
import { Feed } from "../../src/simulator/feed.ts";
import { NUMBER, simulation } from "./support.ts";

/** Reads a stream of events until it has so many. */
async function read(response: Response, count: number) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  const events: { id: string; event: string; data: string }[] = [];
  while (events.length < count) {
    const { value, done } = await reader.read();
    if (done) break;
    const text = decoder.decode(value, { stream: true });
    const fields = Object.fromEntries([...text.matchAll(/^(id|event|data): (.*)$/gm)].map(([, k, v]) => [k, v]));
    if (fields.event) events.push(fields as (typeof events)[number]);
  }
  await reader.cancel();
  return events;
}

test("what happens is told as it happens, and what was missed after a lost connection", async () => {
  const { app, say, get } = await simulation();
  const live = await app.request("/simulator/events");
  expect(live.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  const { cursor } = (await get("/simulator/snapshot")).json;
  await say("One");
  await say("Two\nlines");
  const [first] = await read(live, 1);
  expect(JSON.parse(first?.data ?? "")).toMatchObject({ text: "One", phone_number_id: NUMBER });

  const resumed = await app.request("/simulator/events", { headers: { "last-event-id": first?.id ?? "" } });
  const texts = (await read(resumed, 3)).map(({ data }) => JSON.parse(data).text);
  expect(texts).toContain("Two\nlines");

  const fromSnapshot = await app.request(`/simulator/events?last_event_id=${cursor}`);
  expect((await read(fromSnapshot, 1))[0]?.id).toBe(first?.id);
});

test("a reader from an earlier run, or of long ago, is told to start anew", async () => {
  const feed = new Feed("run2");
  feed.publish("message", {});
  const heard = (cursor: string | undefined) => {
    const names: string[] = [];
    feed.subscribe(cursor, ({ name }) => names.push(name))();
    return names;
  };
  expect(heard("run1-0")).toEqual(["reset"]);
  expect(heard("run2-0")).toEqual(["message"]);
  expect(heard("run2-1")).toEqual([]);
  expect(heard("run2-9")).toEqual(["reset"]);
  expect(heard("nonsense")).toEqual(["reset"]);
  for (let count = 0; count < 2_000; count++) feed.publish("message", {});
  expect(heard("run2-0")).toEqual(["reset"]);
  expect(heard("run2-1")).toHaveLength(2_000);
});

test("stopping ends the streams", async () => {
  const { app, stop } = await simulation();
  const live = await app.request("/simulator/events");
  stop.abort();
  expect(await read(live, 1)).toEqual([]);
});
