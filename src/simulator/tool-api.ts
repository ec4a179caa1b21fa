import { Hono } from "hono";
import * as z from "zod";
import { type Contact, chatKey } from "./model.ts";
import { notFound, parseBody, problem } from "./problem.ts";
import { randomMessage } from "./random-messages.ts";
import type { Simulator } from "./simulator.ts";
import { contactView, messageView, numberView, snapshotOf } from "./views.ts";

const Text = (longest: number) => z.string().min(1).max(longest);
const WaId = z.string().regex(/^[1-9]\d{6,14}$/, "must be a phone number with its country code, digits only");
const Milliseconds = z.int().min(0).max(3_600_000);

const NumberBody = z.object({
  display_phone_number: Text(40).regex(/\d/, "must have digits"),
  access_token: Text(1_000),
  app_secret: Text(1_000),
  verify_token: Text(1_000),
  webhook_url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(2_000),
  name: Text(200),
});

const ContactBody = z.object({
  wa_id: WaId,
  name: Text(200),
  user_id: z
    .string()
    .regex(/^[A-Z]{2}\.[A-Za-z0-9.]{1,132}$/, "must be like US.13491208655302741918")
    .optional(),
});

const ContactChanges = z.strictObject({
  name: Text(200).exactOptional(),
  online: z.boolean().exactOptional(),
  read_receipts: z.boolean().exactOptional(),
  auto_read: z.boolean().exactOptional(),
  on_whatsapp: z.boolean().exactOptional(),
});

const ChatBody = z.object({ phone_number_id: Text(100).optional() });
/** Far beyond what WhatsApp lets a customer write, so that a tester can send too much. */
const MessageBody = ChatBody.extend({ text: Text(200_000), reply_to: Text(1_000).nullish() });

const SettingsBody = z.strictObject({
  enforce_window: z.boolean().exactOptional(),
  sent_after_ms: Milliseconds.exactOptional(),
  delivered_after_ms: Milliseconds.exactOptional(),
  read_after_ms: Milliseconds.exactOptional(),
  failures: z.enum(["at_once", "later"]).exactOptional(),
  fail_next: z.strictObject({ code: z.int().min(0), count: z.int().min(0).max(10_000) }).exactOptional(),
  lose_next_answers: z.int().min(0).max(10_000).exactOptional(),
});

/** What the phone page, tests and tools do with the simulator itself. */
export function toolApi(simulator: Simulator): Hono {
  const app = new Hono();
  numberRoutes(app, simulator);
  contactRoutes(app, simulator);
  messageRoutes(app, simulator);
  app.get("/snapshot", (c) => c.json(snapshotOf(simulator)));
  app.get("/settings", (c) => c.json(simulator.state.settings));
  app.post("/settings", async (c) => {
    const body = await parseBody(c, SettingsBody);
    return body instanceof Response ? body : c.json(simulator.changeSettings(body));
  });
  return app;
}

function numberRoutes(app: Hono, simulator: Simulator): void {
  app.get("/numbers", (c) => c.json({ numbers: simulator.state.all("number").map(numberView) }));

  app.put("/numbers/:phone_number_id", async (c) => {
    const body = await parseBody(c, NumberBody);
    if (body instanceof Response) return body;
    const number = await simulator.putNumber({ phone_number_id: c.req.param("phone_number_id"), ...body });
    return c.json(numberView(number));
  });
}

function contactRoutes(app: Hono, simulator: Simulator): void {
  app.get("/contacts", (c) => c.json({ contacts: simulator.state.all("contact").map(contactView) }));

  app.post("/contacts", async (c) => {
    const body = await parseBody(c, ContactBody);
    if (body instanceof Response) return body;
    const known = simulator.state.get("contact", body.wa_id);
    return c.json(contactView(simulator.putContact(body)), known ? 200 : 201);
  });

  app.patch("/contacts/:wa_id", async (c) => {
    const contact = contactAt(simulator, c.req.param("wa_id"));
    if (!contact) return notFound(c, NO_CONTACT);
    const body = await parseBody(c, ContactChanges);
    if (body instanceof Response) return body;
    simulator.changeContact(contact.wa_id, body);
    return c.json(contactView(contactAt(simulator, contact.wa_id) ?? contact));
  });
}

function messageRoutes(app: Hono, simulator: Simulator): void {
  const { state } = simulator;

  app.get("/contacts/:wa_id/messages", (c) => {
    const contact = contactAt(simulator, c.req.param("wa_id"));
    if (!contact) return notFound(c, NO_CONTACT);
    const asked = c.req.query("phone_number_id");
    const numbers = state.all("number").filter(({ phone_number_id }) => phone_number_id === (asked ?? phone_number_id));
    const messages = numbers
      .flatMap(({ phone_number_id }) => state.messagesOf(chatKey({ phone_number_id, wa_id: contact.wa_id })))
      .sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
    return c.json({ messages: messages.map(messageView) });
  });

  app.post("/contacts/:wa_id/messages", async (c) => {
    const contact = contactAt(simulator, c.req.param("wa_id"));
    if (!contact) return notFound(c, NO_CONTACT);
    const body = await parseBody(c, MessageBody);
    if (body instanceof Response) return body;
    const number = numberAt(simulator, body.phone_number_id);
    if (!number) return problem(c, NO_NUMBER);
    return c.json(messageView(simulator.say(contact, number, body.text, body.reply_to ?? null)), 201);
  });

  app.post("/contacts/:wa_id/messages/random", async (c) => {
    const contact = contactAt(simulator, c.req.param("wa_id"));
    if (!contact) return notFound(c, NO_CONTACT);
    const body = await parseBody(c, ChatBody);
    if (body instanceof Response) return body;
    const number = numberAt(simulator, body.phone_number_id);
    if (!number) return problem(c, NO_NUMBER);
    const text = randomMessage(contact.wa_id, simulator.random);
    return c.json(messageView(simulator.say(contact, number, text, null)), 201);
  });

  app.post("/contacts/:wa_id/reads", async (c) => {
    const contact = contactAt(simulator, c.req.param("wa_id"));
    if (!contact) return notFound(c, NO_CONTACT);
    const body = await parseBody(c, ChatBody);
    if (body instanceof Response) return body;
    const number = numberAt(simulator, body.phone_number_id);
    if (!number) return problem(c, NO_NUMBER);
    simulator.see({ phone_number_id: number.phone_number_id, wa_id: contact.wa_id });
    return c.body(null, 204);
  });
}

const NO_CONTACT = "There is no contact with this wa_id. POST /simulator/contacts adds one.";

const NO_NUMBER = {
  status: 409,
  code: "no_number",
  title: "No such business number",
  detail: "No such business number is registered. PUT /simulator/numbers/:phone_number_id registers one.",
} as const;

const contactAt = ({ state }: Simulator, waId: string): Contact | undefined => state.get("contact", waId);

/** The number asked for; without one, the first that was registered. */
const numberAt = ({ state }: Simulator, id: string | undefined) =>
  id === undefined ? state.all("number")[0] : state.get("number", id);
