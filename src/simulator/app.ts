import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { events } from "./events.ts";
import { graphApi } from "./graph/api.ts";
import { LARGEST_FILE } from "./media-kinds.ts";
import { page } from "./page.ts";
import { notFound, problem } from "./problem.ts";
import { modelEndpoint } from "./services/model-endpoint.ts";
import { orders } from "./services/orders.ts";
import { receiver } from "./services/receiver.ts";
import type { Simulator } from "./simulator.ts";
import { toolApi } from "./tool-api.ts";

const LONGEST_BODY = 2 * 1024 * 1024;

/** A callback may carry a whole conversation. */
const LONGEST_CALLBACK = 32 * 1024 * 1024;

/** Everything that the simulator answers. */
export function simulatorApp(simulator: Simulator, stopped: AbortSignal): Hono {
  const app = new Hono();

  // Other sites that are open in the same browser have no business here.
  app.use(async (c, next) => {
    if (c.req.method === "GET" || c.req.header("sec-fetch-site") !== "cross-site") return next();
    const detail = "The simulator takes no requests from other sites.";
    return problem(c, { status: 403, code: "cross_site", title: "Forbidden", detail });
  });

  // An upload to the Graph API has a form around its file; what goes to the phones is measured as it streams in.
  const ofForms = limited(LARGEST_FILE + LONGEST_BODY);
  const ofCallbacks = limited(LONGEST_CALLBACK);
  const ofOthers = limited(LONGEST_BODY);
  app.use((c, next) => {
    if (c.req.path === "/simulator/media") return next();
    if (c.req.path.startsWith("/services/")) return ofCallbacks(c, next);
    return c.req.path.endsWith("/media") ? ofForms(c, next) : ofOthers(c, next);
  });

  app.route("/", graphApi(simulator, stopped));
  app.route("/services/orders", orders(simulator.clock));
  app.route("/services", receiver(simulator));
  app.route("/model", modelEndpoint(simulator, stopped));
  app.route("/simulator", toolApi(simulator));
  app.route("/simulator", events(simulator.feed, stopped));
  app.route("/", page());
  app.notFound((c) => notFound(c, "There is nothing at this address. The phones are at /."));
  return app;
}

const limited = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError(c) {
      const detail = `At most ${maxSize / 1024 / 1024} MB are taken.`;
      return problem(c, { status: 413, code: "too_large", title: "Body too large", detail });
    },
  });
