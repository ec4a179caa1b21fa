import { randomUUID } from "node:crypto";
import type { Hono } from "hono";
import * as z from "zod";
import { defaultWabaId, idFrom } from "../defaults.ts";
import { parseBody } from "../problem.ts";
import type { Simulator } from "../simulator.ts";
import { numberView, snapshotOf } from "../views.ts";
import { numberAt } from "./find.ts";
import { Text } from "./message-bodies.ts";

const NumberBody = z.object({
  display_phone_number: Text(40).regex(/\d/, "must have digits"),
  access_token: Text(1_000),
  app_secret: Text(1_000),
  verify_token: Text(1_000),
  webhook_url: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(2_000),
  name: Text(200),
  waba_id: z
    .string()
    .regex(/^\d{1,30}$/, "must be digits")
    .optional(),
});

const ProfileBody = z
  .strictObject({
    status: Text(50),
    quality_rating: Text(50),
    name_status: Text(50),
    account_mode: Text(50),
    messaging_limit_tier: Text(50),
    ailment: Text(500).nullable(),
  })
  .partial();

const Fields = z.record(z.string(), z.unknown());

const TemplatesBody = z.strictObject({
  templates: z
    .array(
      z.looseObject({
        id: Text(100).optional(),
        name: Text(512),
        language: Text(50),
        status: Text(50).default("APPROVED"),
        category: Text(50).default("UTILITY"),
        parameter_format: Text(50).optional(),
        components: z.array(Fields).max(20),
      }),
    )
    .max(1_000),
});

const WebhookBody = z.strictObject({ phone_number_id: Text(100).optional(), field: Text(100), value: Fields });

/** The business's numbers, its account's templates, and any webhook that a tester wishes for. */
export function accountRoutes(app: Hono, simulator: Simulator): void {
  const { state } = simulator;

  app.get("/snapshot", (c) => c.json(snapshotOf(simulator)));

  app.get("/numbers", (c) => c.json({ numbers: state.all("number").map(numberView) }));

  app.put("/numbers/:phone_number_id", async (c) => {
    const body = await parseBody(c, NumberBody);
    if (body instanceof Response) return body;
    const phone_number_id = c.req.param("phone_number_id");
    const waba_id = body.waba_id ?? state.get("number", phone_number_id)?.waba_id ?? defaultWabaId(phone_number_id);
    return c.json(numberView(await simulator.putNumber({ ...body, phone_number_id, waba_id })));
  });

  app.patch("/numbers/:phone_number_id", async (c) => {
    const number = numberAt(c, simulator, c.req.param("phone_number_id"));
    if (number instanceof Response) return number;
    const body = await parseBody(c, ProfileBody);
    if (body instanceof Response) return body;
    const changes = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
    const profile = { ...number.profile, ...changes };
    state.merge("number", number.phone_number_id, { profile });
    return c.json({ ...numberView(number), profile });
  });

  app.get("/templates", (c) => c.json({ templates: state.templates }));

  app.put("/templates", async (c) => {
    const body = await parseBody(c, TemplatesBody);
    if (body instanceof Response) return body;
    const templates = body.templates.map(({ id, ...template }) => ({
      id: id ?? idFrom(`template:${template.name}:${template.language}`),
      ...template,
    }));
    state.put("templates", "templates", { templates });
    return c.json({ templates });
  });

  app.post("/webhooks", async (c) => {
    const body = await parseBody(c, WebhookBody);
    if (body instanceof Response) return body;
    const number = numberAt(c, simulator, body.phone_number_id);
    if (number instanceof Response) return number;
    const id = randomUUID();
    const change = { field: body.field, value: body.value };
    simulator.tell(number, { id, chat: `${number.phone_number_id}:any`, message_id: id, carries: "other", change });
    return c.json({ id }, 202);
  });
}
