import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { notFound, type Problem, problem } from "../problem.ts";
import type { Simulator } from "../simulator.ts";
import { parseCloudEvent } from "./callback.ts";
import { type CloudEvent, SERVICE_NAMES, type ServiceName } from "./service.ts";

/** Where the store's callbacks arrive: `POST /services/ms-rag`. What is taken is answered before anything is done about it. */
export function receiver({ services, clock }: Simulator): Hono {
  const app = new Hono();

  app.post("/:name", async (c) => {
    const name = serviceNamed(c.req.param("name"));
    if (name === null) return notFound(c, `There is no such service. There are ${SERVICE_NAMES.join(", ")}.`);
    const body = await c.req.text();
    if (!services.isSigned(name, { body, headers: c.req.header() })) return problem(c, UNSIGNED);
    const event = eventIn(body);
    if (event === null) return problem(c, NO_EVENT);
    const outcome = services.receive(name, event);
    const wait = services.answersAfter(name);
    if (wait > 0) await new Promise<void>((resolve) => clock.after(wait, resolve));
    if (outcome === "failed") return c.text("Internal Server Error", 500);
    if (outcome === "hung_up") hangUp(c);
    if (outcome === "down" || outcome === "hung_up") return c.text("Service Unavailable", 503);
    return c.json({ outcome }, 202);
  });

  return app;
}

export const serviceNamed = (text: string | undefined): ServiceName | null =>
  SERVICE_NAMES.find((name) => name === text) ?? null;

const UNSIGNED: Problem = {
  status: 401,
  code: "bad_signature",
  title: "Bad signature",
  detail: "No secret that this service has made this signature, or its time is not now.",
};

const NO_EVENT: Problem = {
  status: 400,
  code: "no_event",
  title: "No event",
  detail: "The body is no CloudEvent 1.0 in its structured form with data.",
};

function eventIn(body: string): CloudEvent | null {
  try {
    return parseCloudEvent(JSON.parse(body));
  } catch {
    return null;
  }
}

/** Ends the connection without an answer, where there is one. */
function hangUp({ env }: Context): void {
  (env as Partial<HttpBindings> | undefined)?.incoming?.socket.destroy();
}
