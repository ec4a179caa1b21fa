import { expect, test } from "vitest";
import { MIGRATIONS } from "../../src/desk/migrations.ts";
import { Outgoing } from "../../src/desk/outgoing.ts";
import { Sending } from "../../src/desk/sending.ts";
import { SYSTEM } from "../../src/domain/conversation.ts";
import { conversationId } from "../../src/domain/ids.ts";
import { Database } from "../../src/lib/database.ts";
import { Disk, storageOf } from "./simulation/storage.ts";

const CONVERSATIONS = 120;
const idOf = (place: number): string => conversationId(`${String(place).padStart(22, "0")}0`, 1);

test("AS8 however many are to wait for others at once, few threads are called at a time, each in its order", async () => {
  const database = new Database(
    storageOf(new Disk(MIGRATIONS, () => 0), () => true),
    MIGRATIONS,
  );
  database.transaction(() => undefined);
  const outgoing = new Outgoing(database);
  const taken: string[] = [];
  let [calls, most] = [0, 0];
  const execute = async ({ keys: [key = ""] }: { keys: string[] }) => {
    calls += 1;
    most = Math.max(most, calls);
    await new Promise((resolve) => setImmediate(resolve));
    calls -= 1;
    taken.push(key);
    return { ok: true, value: { conversation: null } };
  };
  const env = { CONVERSATION: { getByName: () => ({ execute }) } } as unknown as Cloudflare.Env;
  const sending = new Sending(
    env,
    outgoing,
    () => "tenant",
    ({ id }) => outgoing.remove(id),
  );
  for (const part of [1, 2])
    for (let place = 0; place < CONVERSATIONS; place++) {
      const command = { type: "unassign_agent", number: 1, actor: SYSTEM } as const;
      outgoing.add({ conversation_id: idOf(place), ticket_id: "", key: `${place}:${part}`, command });
    }
  await sending.run();
  expect(most).toBeLessThanOrEqual(50);
  expect(taken).toHaveLength(2 * CONVERSATIONS);
  for (let place = 0; place < CONVERSATIONS; place++)
    expect(taken.filter((key) => key.startsWith(`${place}:`))).toEqual([`${place}:1`, `${place}:2`]);
  expect(outgoing.due).toBeNull();
});
