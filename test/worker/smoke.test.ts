import { expect, test } from "vitest";
import { call, newTenant, OUTLET } from "../support/api.ts";

test("smoke", async () => {
  expect((await call("GET", "/health")).json).toMatchObject({ status: "healthy" });
  const { api } = await newTenant();
  const made = await api("POST", "/conversations/find-or-create", {
    outlet_id: OUTLET,
    customer_phone: "+628123456789",
    customer_name: "John Doe",
  });
  expect(made.status).toBe(201);
  const sent = await api("POST", "/messages", {
    conversation_id: made.json.id,
    sender_type: "customer",
    content: "I want to speak to a human",
  });
  console.log(sent.text);
  expect(sent.status).toBe(201);
  console.log((await api("GET", `/conversations/${made.json.id}?include_messages=true`)).text);
  console.log((await api("GET", `/conversations/${made.json.id}/events`)).text);
  await new Promise((r) => setTimeout(r, 200));
  console.log((await api("GET", `/conversations`)).text);
});
