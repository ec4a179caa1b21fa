import { Hono } from "hono";
import type { Simulator } from "../simulator.ts";
import { missing } from "./access.ts";
import { accountNodes } from "./account.ts";
import { blockingNodes } from "./blocking.ts";
import { deleteMediaNode, mediaServer, uploadNode } from "./media.ts";
import { messageNodes } from "./messages.ts";
import { numberNodes } from "./number.ts";

/** A node of a version of the Graph API; without a version, ids are told from other paths by their digits. */
const NODES = ["/:version{v\\d+\\.\\d+}/:id", "/:id{\\d+}"];

/** Meta's Graph API and media servers, as far as a business needs them. */
export function graphApi(simulator: Simulator, stopped: AbortSignal): Hono {
  const app = new Hono();
  for (const node of NODES) {
    messageNodes(app, node, simulator, stopped);
    uploadNode(app, node, simulator);
    numberNodes(app, node, simulator);
    accountNodes(app, node, simulator);
    blockingNodes(app, node, simulator);
    deleteMediaNode(app, node, simulator);
  }
  mediaServer(app, simulator);
  app.all("/:version{v\\d+\\.\\d+}/:path{.+}", (c) => missing(c, c.req.param("path").split("/")[0] ?? ""));
  return app;
}
