import { expect, test } from "vitest";
import { newPhone, newTenant } from "../support/api.ts";

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
