import type { Context, Hono } from "hono";
import type * as z from "zod";
import { type BusinessNumber, type Contact, chatKey, isShown, type Message } from "../model.ts";
import { notFound, parseBody, problem } from "../problem.ts";
import { randomMessage } from "../random-messages.ts";
import { echo, edit, reactTo, revoke, type Said, say } from "../saying.ts";
import type { Simulator } from "../simulator.ts";
import { messageView } from "../views.ts";
import { contactAt, numberAt } from "./find.ts";
import { ChatBody, EchoBody, EditBody, MessageBody, ReactionBody } from "./message-bodies.ts";

/** What passes through a customer's phone. */
export function messageRoutes(app: Hono, simulator: Simulator): void {
  const { state } = simulator;

  app.get("/contacts/:wa_id/messages", (c) => {
    const contact = contactAt(c, simulator);
    if (contact instanceof Response) return contact;
    const asked = c.req.query("phone_number_id");
    const numbers = state.all("number").filter(({ phone_number_id }) => phone_number_id === (asked ?? phone_number_id));
    const messages = numbers
      .flatMap(({ phone_number_id }) => state.messagesOf(chatKey({ phone_number_id, wa_id: contact.wa_id })))
      .filter(isShown)
      .sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
    return c.json({ messages: messages.map(messageView) });
  });

  app.post("/contacts/:wa_id/messages", (c) =>
    inChat(c, simulator, MessageBody, ({ contact, number, body }) =>
      answer(c, say(simulator, contact, number, body), (message) => c.json(messageView(message), 201)),
    ),
  );

  app.post("/contacts/:wa_id/messages/random", (c) =>
    inChat(c, simulator, ChatBody, ({ contact, number }) => {
      const text = randomMessage(contact.wa_id, simulator.random);
      const said = say(simulator, contact, number, { type: "text", text });
      return answer(c, said, (message) => c.json(messageView(message), 201));
    }),
  );

  app.post("/contacts/:wa_id/reactions", (c) =>
    inChat(c, simulator, ReactionBody, ({ contact, number, body }) =>
      answer(c, reactTo(simulator, contact, number, body), ({ id }) => c.json({ id }, 201)),
    ),
  );

  app.post("/contacts/:wa_id/business-app", (c) =>
    inChat(c, simulator, EchoBody, ({ contact, number, body }) =>
      c.json(messageView(echo(simulator, contact, number, body.text)), 201),
    ),
  );

  app.post("/contacts/:wa_id/reads", (c) =>
    inChat(c, simulator, ChatBody, ({ contact, number }) => {
      simulator.see({ phone_number_id: number.phone_number_id, wa_id: contact.wa_id });
      return c.body(null, 204);
    }),
  );

  app.post("/messages/:id/edit", async (c) => {
    const message = state.get("message", c.req.param("id"));
    if (!message) return notFound(c, NO_MESSAGE);
    const body = await parseBody(c, EditBody);
    if (body instanceof Response) return body;
    const edited = edit(simulator, message, body.text ?? body.caption ?? "");
    return answer(c, edited, (now) => c.json(messageView(now)));
  });

  app.post("/messages/:id/revoke", (c) => {
    const message = state.get("message", c.req.param("id"));
    if (!message) return notFound(c, NO_MESSAGE);
    return answer(c, revoke(simulator, message), (now) => c.json(messageView(now)));
  });
}

const NO_MESSAGE = "There is no message with this id.";

const answer = (c: Context, said: Said<Message>, show: (message: Message) => Response): Response =>
  said.ok ? show(said.value) : problem(c, said.problem);

/** What a body asks for in a chat between the contact of the path and the number of the body. */
async function inChat<Body extends { phone_number_id?: string | undefined }>(
  c: Context,
  simulator: Simulator,
  schema: z.ZodType<Body>,
  run: (chat: { contact: Contact; number: BusinessNumber; body: Body }) => Response,
): Promise<Response> {
  const contact = contactAt(c, simulator);
  if (contact instanceof Response) return contact;
  const body = await parseBody(c, schema);
  if (body instanceof Response) return body;
  const number = numberAt(c, simulator, body.phone_number_id);
  return number instanceof Response ? number : run({ contact, number, body });
}
