import type { Context, Hono } from "hono";
import * as z from "zod";
import { notFound, type Problem, parseBody, problem } from "../problem.ts";
import { type DeskWork, TICKET_STATES } from "../services/agents.ts";
import { serviceNamed } from "../services/receiver.ts";
import { SERVICE_NAMES, type ServiceName } from "../services/service.ts";
import type { Simulator } from "../simulator.ts";
import { Text } from "./message-bodies.ts";

const Milliseconds = z.int().min(0).max(3_600_000);
/** How often; null until it is switched off. */
const Count = z.int().min(1).max(1_000_000).nullable().default(null);

const Faults = z.strictObject({
  slow: z
    .strictObject({ events_ms: Milliseconds.default(0), callbacks_ms: Milliseconds.default(0), count: Count })
    .nullable()
    .exactOptional(),
  wrong: z
    .strictObject({ how: z.enum(["answers_500", "bad_payload", "unknown_conversation", "bad_key"]), count: Count })
    .nullable()
    .exactOptional(),
  duplicated: z
    .strictObject({ times: z.int().min(1).max(20).default(3), count: Count })
    .nullable()
    .exactOptional(),
  reordered: z.strictObject({ count: Count }).nullable().exactOptional(),
  down: z
    .strictObject({ how: z.enum(["503", "hangs_up"]).default("503"), count: Count })
    .nullable()
    .exactOptional(),
});

const Customer = z.looseObject({
  phone: z.string().regex(/^\+?[1-9]\d{6,14}$/, "must be a phone number with its country code"),
  codigo_cliente: Text(100),
  name: Text(200),
});

/** What is left out stays as it was. */
const ServiceBody = z.strictObject({
  store_url: z
    .url({ protocol: /^https?$/, error: "must be an http or https URL" })
    .max(2_000)
    .exactOptional(),
  api_key: Text(1_000).exactOptional(),
  secrets: z
    .array(
      z
        .string()
        .regex(/^whsec_/, "must begin with whsec_")
        .max(200),
    )
    .max(10)
    .exactOptional(),
  faults: Faults.exactOptional(),
  customers: z.array(Customer).max(10_000).exactOptional(),
  thinks_ms: Milliseconds.nullable().exactOptional(),
});

const Words = Text(4_096);

const work = (name: DeskWork["do"], fields: z.ZodRawShape) =>
  z
    .strictObject({ conversation_id: z.uuid(), ...fields })
    .transform(({ conversation_id, ...rest }) => ({ conversation_id, work: { do: name, ...rest } as DeskWork }));

/** What the person at the desk of `ms-agents` is told to do, by the end of its path. */
const DESK_WORK: { [path: string]: z.ZodType<{ conversation_id: string; work: DeskWork }> } = {
  answer: work("answer", { body: Words }),
  comment: work("comment", { comment: Words }),
  close: work("close", { comment: Words.nullable().default(null) }),
  state: work("change_state", { state: z.enum(TICKET_STATES) }),
};

/** The stand-ins of the services around the store: how they reach it, what goes wrong with them, and what they did. */
export function serviceRoutes(app: Hono, simulator: Simulator): void {
  const { services } = simulator;
  const viewOf = (name: ServiceName) => ({ ...services.view(name), waiting: services.waitingOf(name) });

  app.get("/services", (c) => c.json({ services: SERVICE_NAMES.map(viewOf) }));

  app.patch("/services/:name", async (c) => {
    const name = serviceNamed(c.req.param("name"));
    if (name === null) return noService(c);
    const body = await parseBody(c, ServiceBody);
    if (body instanceof Response) return body;
    const { faults, ...changes } = body;
    services.change(name, { ...changes, ...(faults && { faults: { ...services.view(name).faults, ...faults } }) });
    return c.json(viewOf(name));
  });

  app.get("/services/:name/history", (c) => {
    const name = serviceNamed(c.req.param("name"));
    return name === null ? noService(c) : c.json({ entries: services.history.of(name) });
  });

  for (const [path, schema] of Object.entries(DESK_WORK)) {
    app.post(`/services/ms-agents/${path}`, async (c) => {
      const body = await parseBody(c, schema);
      if (body instanceof Response) return body;
      const { conversation_id, work } = body;
      return services.work(conversation_id, work) ? c.json({ conversation_id }, 202) : problem(c, NO_TICKET);
    });
  }
}

const noService = (c: Context) => notFound(c, `There is no such service. There are ${SERVICE_NAMES.join(", ")}.`);

const NO_TICKET: Problem = {
  status: 409,
  code: "no_ticket",
  title: "No ticket",
  detail: "The service ms-agents has no ticket for this conversation.",
};
