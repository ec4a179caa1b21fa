import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test, vi } from "vitest";
import { newPhone, newTenant } from "../support/api.ts";
import { envelope, send } from "../support/events.ts";

const MANY = 130;
/** As long as a message may be, of characters that take two bytes each. */
const LONG = "ж".repeat(65_536);

test("what is more than a call carries comes in parts, forwards and backwards, and nothing is missing", async () => {
  const shop = await newTenant();
  const { id } = await shop.open(newPhone());
  const said = { conversation_id: id, sender_type: "agent", message_type: "text" };
  for (let from = 0; from < MANY; from += 10)
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        shop.api("POST", "/messages", { ...said, content: `${from + index} ${LONG}`.slice(0, 65_536) }),
      ),
    );
  const read = async (query: string): Promise<number[]> => {
    const { status, json } = await shop.api("GET", `/conversations/${id}/messages?limit=1000${query}`);
    expect(status).toBe(200);
    return json.map(({ seq }: { seq: number }) => seq);
  };
  const forwards = await read("&after_seq=0");
  const backwards = await read("");
  expect(forwards.length).toBeLessThan(MANY);
  expect(backwards.length).toBeLessThan(MANY);
  const rest = await read(`&after_seq=${forwards.at(-1)}`);
  expect([...(await read(`&before_seq=${backwards[0]}`)), ...backwards]).toEqual([...forwards, ...rest]);
  expect([...forwards, ...rest]).toHaveLength(MANY);

  const seqs: number[] = [];
  for (let after: number | null = 0; after !== null; ) {
    const { status, json } = await shop.api("GET", `/conversations/${id}/events?limit=1000&after_seq=${after}`);
    expect(status).toBe(200);
    seqs.push(...json.events.map(({ seq }: { seq: number }) => seq));
    after = json.next_after_seq;
  }
  expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1));
  expect(seqs.length).toBeGreaterThan(MANY);
});

/** As large as a message may be. */
const LARGEST = { content: LONG, metadata: { mail: "ж".repeat(262_000) } };

test("many of the largest messages at once keep nobody from the list, the search, the thread and its document", async () => {
  const shop = await newTenant();
  const { id } = await shop.open(newPhone());
  const other = await shop.open(newPhone());
  const following = env.FOLLOWING.getByName(shop.id);
  const said = { conversation_id: id, sender_type: "agent", message_type: "text" };
  const all = await Promise.all(
    Array.from({ length: 60 }, () => shop.api("POST", "/messages", { ...said, ...LARGEST })),
  );
  expect(all.every(({ status }) => status === 201)).toBe(true);
  const { last_seq } = (await shop.api("GET", `/conversations/${id}`)).json;
  const eventually = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 30_000, interval: 100 });
  await eventually(async () => {
    const { conversations } = (await shop.api("GET", "/conversations")).json;
    expect(conversations.find((one: { id: string }) => one.id === id).last_seq).toBe(last_seq);
  });
  await shop.say(other.id, "customer", "pineapple please");
  expect((await shop.api("POST", "/search/rebuild")).status).toBe(202);
  await eventually(async () => {
    await runDurableObjectAlarm(following);
    expect((await shop.api("GET", "/search?q=pineapple")).json.results).toHaveLength(1);
  });
  for (const page of ["", "?limit=100", "/recent?count=50"]) {
    const { status, json } = await shop.api("GET", `/conversations/${id}/messages${page}`);
    expect([page, status, json.length > 0]).toEqual([page, 200, true]);
  }
  const asked = await send(shop, "get-conversation", { ...envelope(), conversation_id: id });
  expect(asked.json.results[0].document.conversation.log.length).toBeGreaterThan(10);
  await shop.say(other.id, "customer", "mango please");
  await eventually(async () => {
    await runDurableObjectAlarm(following);
    expect((await shop.api("GET", "/search?q=mango")).json.results).toHaveLength(1);
  });
});
