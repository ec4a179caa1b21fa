import type { Hono } from "hono";
import * as z from "zod";
import { USER_ID } from "../graph/call.ts";
import { changeIdentity } from "../identity.ts";
import { parseBody, problem } from "../problem.ts";
import type { Simulator } from "../simulator.ts";
import { contactView } from "../views.ts";
import { contactAt } from "./find.ts";
import { Text } from "./message-bodies.ts";

const WaId = z.string().regex(/^[1-9]\d{6,14}$/, "must be a phone number with its country code, digits only");
const UserId = z.string().regex(USER_ID, "must be like US.13491208655302741918");

const ContactBody = z.object({ wa_id: WaId, name: Text(200), user_id: UserId.optional() });

const Username = z.string().regex(/^[a-z0-9._]{3,35}$/, "must be 3 to 35 of a-z, 0-9, dot and underscore");

const ContactChanges = z.strictObject({
  name: Text(200).exactOptional(),
  username: Username.nullable().exactOptional(),
  online: z.boolean().exactOptional(),
  read_receipts: z.boolean().exactOptional(),
  auto_read: z.boolean().exactOptional(),
  on_whatsapp: z.boolean().exactOptional(),
  share_phone: z.boolean().exactOptional(),
});

const IdentityBody = z.discriminatedUnion("change", [
  z.strictObject({ change: z.literal("number"), to: WaId }),
  z.strictObject({ change: z.literal("user_id"), to: UserId }),
]);

/** The people with phones. */
export function contactRoutes(app: Hono, simulator: Simulator): void {
  const { state } = simulator;

  app.get("/contacts", (c) => c.json({ contacts: state.all("contact").map(contactView) }));

  app.post("/contacts", async (c) => {
    const body = await parseBody(c, ContactBody);
    if (body instanceof Response) return body;
    const known = state.get("contact", body.wa_id);
    return c.json(contactView(simulator.putContact(body)), known ? 200 : 201);
  });

  app.patch("/contacts/:wa_id", async (c) => {
    const contact = contactAt(c, simulator);
    if (contact instanceof Response) return contact;
    const body = await parseBody(c, ContactChanges);
    if (body instanceof Response) return body;
    simulator.changeContact(contact.wa_id, body);
    return c.json(contactView(state.get("contact", contact.wa_id) ?? contact));
  });

  app.post("/contacts/:wa_id/identity", async (c) => {
    const contact = contactAt(c, simulator);
    if (contact instanceof Response) return contact;
    const body = await parseBody(c, IdentityBody);
    if (body instanceof Response) return body;
    const isTaken = state.all("contact").some(({ wa_id, user_id }) => wa_id === body.to || user_id === body.to);
    const detail = `Somebody has ${body.to} already.`;
    if (isTaken) return problem(c, { status: 409, code: "taken", title: "Taken", detail });
    return c.json(contactView(changeIdentity(simulator, contact, body.change, body.to)));
  });
}
