import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { escapeLikeMeta, sign } from "../../src/simulator/envelope.ts";
import { BUDI, simulation } from "./support.ts";

test("slashes, everything beyond ASCII, NUL and lone surrogates leave escaped, and come back as they were", () => {
  const text = "a/b é 😀 \u0000 \ud800";
  const escaped = escapeLikeMeta(JSON.stringify({ text }));
  expect(escaped).toBe('{"text":"a\\/b \\u00e9 \\ud83d\\ude00 \\u0000 \\ud800"}');
  expect(JSON.parse(escaped)).toEqual({ text });
});

test("the signature is that of the escaped bytes, as in a published example", () => {
  const body =
    "Let's pretend this body is equal to the message object and can handle unicode characters like みどりいろ and J'ai mangé des pâtes";
  expect(sign("YOUR_APP_SECRET", escapeLikeMeta(body))).toBe(
    "sha256=0363007aabdf1ab579f35936651a460fb5fa1aaf40df98b1264446b72cc96688",
  );
});

test("a customer's message arrives as WhatsApp tells of it", async () => {
  const { say, business, clock } = await simulation();
  const message = await say("Halo 😀 a/b");
  await clock.pass(0);
  const [webhook] = business.webhooks;
  expect(webhook?.signature).toBe(
    `sha256=${createHmac("sha256", "app-secret")
      .update(webhook?.body ?? "")
      .digest("hex")}`,
  );
  expect(webhook?.body).not.toMatch(/[^ -~]/);
  expect(JSON.parse(webhook?.body ?? "")).toEqual({
    object: "whatsapp_business_account",
    entry: [
      {
        id: expect.any(String),
        changes: [
          {
            field: "messages",
            value: {
              messaging_product: "whatsapp",
              metadata: { display_phone_number: "15550001111", phone_number_id: "15550001111" },
              contacts: [
                { profile: { name: "Budi Santoso" }, wa_id: BUDI, user_id: expect.stringMatching(/^ID\.\d{18}$/) },
              ],
              messages: [
                {
                  from: BUDI,
                  from_user_id: expect.stringMatching(/^ID\./),
                  id: message.id,
                  timestamp: "1793610000",
                  type: "text",
                  text: { body: "Halo 😀 a/b" },
                },
              ],
            },
          },
        ],
      },
    ],
  });
  expect(message.id).toMatch(/^wamid\.[A-Za-z0-9+/]+=*$/);
});

test("a reply names the message it quotes and who wrote that", async () => {
  const { say, send, business, clock } = await simulation();
  await say("Hi");
  const sent = (await send("Hello")).json.messages[0].id;
  await say("Thanks", { reply_to: sent });
  await clock.pass(0);
  const bodies = business.webhooks.map(({ body }) => JSON.parse(body).entry[0].changes[0].value);
  const reply = bodies.find(({ messages }) => messages?.[0].text.body === "Thanks");
  expect(reply.messages[0].context).toEqual({ from: "15550001111", id: sent });
});
