import { expect, test } from "vitest";
import { requestBody, verdictOn } from "../../src/channels/whatsapp/sender.ts";
import type { Contact } from "../../src/domain/conversation.ts";
import type { Message } from "../../src/domain/message.ts";

const error = (code: number, more: object = {}) =>
  JSON.stringify({ error: { message: `(#${code}) No`, code, error_data: { details: "Because" }, ...more } });

test("an answer with an id is acceptance", () => {
  const answer = JSON.stringify({ contacts: [{ input: "+1", wa_id: "1" }], messages: [{ id: "wamid.1" }] });
  expect(verdictOn(200, answer, 1)).toEqual({ outcome: "accepted", channel_message_id: "wamid.1", wa_id: "1" });
});

test.each([
  [400, error(130429), "try_later"],
  [400, error(131056), "try_later"],
  [400, error(80007), "try_later"],
  [400, error(131026), "refused"],
  [400, error(131047), "refused"],
  [401, error(190), "refused"],
  [500, error(131000), "unknown"],
  [503, error(2), "unknown"],
  [400, error(99999, { is_transient: true }), "unknown"],
  [400, error(99999), "refused"],
  [502, "<html>Bad gateway</html>", "unknown"],
  [500, "", "unknown"],
  [200, "{}", "unknown"],
  [200, "null", "unknown"],
  [404, "not found", "refused"],
  [429, "slow down", "try_later"],
])("HTTP %i with %s is %s", (status, body, outcome) => {
  expect(verdictOn(status, body, 1).outcome).toBe(outcome);
});

test("DL7 what is put off waits four times as long after each attempt, and not for ever", () => {
  const delays = [1, 2, 3, 9].map((attempt) => verdictOn(400, error(131056), attempt));
  expect(delays).toMatchObject([4_000, 16_000, 64_000, 1_024_000].map((delay_ms) => ({ delay_ms })));
});

test("a refusal says why in the channel's words", () => {
  expect(verdictOn(400, error(131026), 1)).toEqual({
    outcome: "refused",
    error: { code: 131026, title: "(#131026) No", detail: "Because" },
  });
});

const sending = (contact: Partial<Contact>) => ({
  graph_url: "https://graph.test/v25.0",
  phone_number_id: "1",
  access_token: "secret",
  contact: { name: null, phone: null, wa_id: null, user_id: null, username: null, customer_id: null, ...contact },
  message: { id: "our-id", content: "hello" } as Message,
  attempt: 1,
  quoted_channel_message_id: null,
});

test("the channel's own spelling of a number is what is sent to, with its plus", () => {
  const body = requestBody(sending({ phone: "+525512345678", wa_id: "5215512345678" }));
  expect(body).toMatchObject({ to: "+5215512345678", biz_opaque_callback_data: "our-id" });
});

test("who has no number is sent to by the channel's id of them", () => {
  const body = requestBody(sending({ user_id: "US.1234" }));
  expect(body).toMatchObject({ recipient: "US.1234" });
  expect(body).not.toHaveProperty("to");
});
