import { Hono } from "hono";
import type { Clock } from "../clock.ts";
import { notFound } from "../problem.ts";

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The shop's own order service, for flows to call: `GET /services/orders/10023`. How an order stands follows from its number. */
export function orders(clock: Clock): Hono {
  const app = new Hono();
  app.get("/:number", (c) => {
    const number = c.req.param("number");
    if (!/^[1-9]\d{4,5}$/.test(number))
      return notFound(c, "There is no order of this number. They have five or six digits.");
    const last = Number(number.at(-1));
    const day = (days: number) => new Date(clock.now() + days * DAY_MS).toISOString().slice(0, 10);
    if (last < 3) return c.json({ number, status: "preparing" });
    if (last < 7) return c.json({ number, status: "shipped", arrives_on: day(2) });
    return c.json({ number, status: "delivered", delivered_on: day(-1) });
  });
  return app;
}
