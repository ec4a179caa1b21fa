import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, test, vi } from "vitest";
import type { Conversation } from "../../src/console/api/types.ts";
import { keyOf } from "../../src/console/api/use-call.ts";
import { perform } from "../../src/console/inbox/handling/perform.ts";

const call = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
vi.mock("../../src/console/api/client.ts", () => ({ call }));

const KEY = keyOf("getConversation", { params: { id: "c-1" } });
const at = (last_seq: number, parts: Partial<Conversation> = {}) =>
  ({ id: "c-1", last_seq, status: "active", state: "open", ...parts }) as Conversation;

let client: QueryClient;
const shown = () => client.getQueryData<Conversation>(KEY);

beforeEach(() => {
  client = new QueryClient();
  call.mockReset();
});

test("what will have become of it is shown at once, and then what was answered", async () => {
  const { promise, resolve } = Promise.withResolvers<Conversation>();
  call.mockReturnValueOnce(promise);
  const done = perform(client, at(3), [{ id: "setStatus", body: { status: "resolved" } }], { status: "resolved" });
  expect(shown()).toEqual(at(3, { status: "resolved" }));
  resolve(at(5, { status: "resolved", state: "closed" }));
  await done;
  expect(shown()).toEqual(at(5, { status: "resolved", state: "closed" }));
});

test("what is refused leaves it as it stands", async () => {
  call.mockRejectedValueOnce(new Error("refused"));
  await expect(perform(client, at(3), [{ id: "unsnooze" }], { status: "resolved" })).rejects.toThrow("refused");
  expect(shown()).toEqual(at(3));
});

test("who knew it as it was long ago shows nothing of that, whether or not it is refused", async () => {
  const now = at(9, { status: "resolved", state: "closed" });
  client.setQueryData(KEY, now);
  const { promise, reject } = Promise.withResolvers<Conversation>();
  call.mockReturnValueOnce(promise);
  const undone = perform(client, at(4), [{ id: "releaseHandoff", body: {} }]);
  expect(shown()).toEqual(now);
  reject(new Error("refused"));
  await expect(undone).rejects.toThrow("refused");
  expect(shown()).toEqual(now);
});
