import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { MessageStore } from "../../src/conversation/message-store.ts";
import { MIGRATIONS } from "../../src/conversation/migrations.ts";
import type { Message } from "../../src/domain/message.ts";
import { Database } from "../../src/lib/database.ts";

const CONVERSATION = "thread:1";

const newMessage = (seq: number) =>
  ({
    seq,
    id: `thread:m${seq}`,
    conversation_id: CONVERSATION,
    whatsapp_message_id: null,
    status: null,
    attachments: [],
    edited_at: null,
    content: `${seq}`,
  }) as unknown as Message;

const contents = (bodies: string[]) => bodies.map((body) => (JSON.parse(body) as Message).content);

test("what a commit that failed would have stored is read nowhere, nor what was purged", async () => {
  await runInDurableObject(env.CONVERSATION.getByName(crypto.randomUUID()), (_, { storage }) => {
    const database = new Database(storage, MIGRATIONS);
    const store = new MessageStore(database);
    const range = { conversation_id: CONVERSATION, from: 1, through: 100 };
    database.transaction(() => [1, 2, 3].map((seq) => store.add(newMessage(seq))));
    const failing = () =>
      database.transaction(() => {
        store.add(newMessage(4));
        store.change(2, (message) => ({ ...message, content: "another" }));
        expect(contents(store.page(range, 50, "last"))).toEqual(["1", "another", "3", "4"]);
        throw new Error("full");
      });
    expect(failing).toThrow("full");
    expect(store.get(4)).toBeNull();
    expect(contents(store.page(range, 50, "last"))).toEqual(["1", "2", "3"]);
    expect(contents(store.said(range, 2))).toEqual(["2", "3"]);

    database.transaction(() => store.purge({ ...range, through: 2 }));
    expect(contents(store.page(range, 50, "last"))).toEqual(["3"]);
    expect(store.get(1)).toBeNull();
  });
});
