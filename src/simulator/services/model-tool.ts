import type { Hono } from "hono";
import * as z from "zod";
import { parseBody } from "../problem.ts";
import type { Simulator } from "../simulator.ts";
import { Text } from "../tool/message-bodies.ts";
import { MODEL_FAULTS } from "./model.ts";

/** What is left out stays as it was. */
const ModelBody = z.strictObject({
  api_key: Text(1_000).nullable().exactOptional(),
  says: z.string().max(100_000).nullable().exactOptional(),
  calls: z
    .array(z.strictObject({ name: Text(100), arguments: z.string().max(10_000).default("{}") }))
    .max(20)
    .exactOptional(),
  calls_again: z.boolean().exactOptional(),
  thinks_ms: z.int().min(0).max(3_600_000).exactOptional(),
  fault: z
    .strictObject({ how: z.enum(MODEL_FAULTS), count: z.int().min(1).max(1_000_000).nullable().default(null) })
    .nullable()
    .exactOptional(),
});

/** The stand-in of a language model: what it says, what goes wrong, and what it was asked. */
export function modelRoutes(app: Hono, { model }: Simulator): void {
  const view = () => ({ name: "model", path: "/model/v1", ...model.settings });

  app.get("/services/model", (c) => c.json(view()));

  app.patch("/services/model", async (c) => {
    const body = await parseBody(c, ModelBody);
    if (body instanceof Response) return body;
    model.change(body);
    return c.json(view());
  });

  app.get("/services/model/requests", (c) => c.json({ requests: model.requests }));

  app.delete("/services/model", (c) => {
    model.reset();
    return c.json(view());
  });
}
