import { env, runInDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { OneAlarm } from "../../src/lib/one-alarm.ts";

test("what was due since ever rings now", async () => {
  const object = env.CONVERSATION.getByName(`${crypto.randomUUID()}:one-alarm`);
  const set = await runInDurableObject(object, async (_, context) => {
    new OneAlarm(context).arm(0);
    return context.storage.getAlarm();
  });
  expect(set).not.toBeNull();
});
