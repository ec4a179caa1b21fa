import { Hono } from "hono";
import { modelRoutes } from "./services/model-tool.ts";
import type { Simulator } from "./simulator.ts";
import { accountRoutes } from "./tool/account.ts";
import { consoleRoutes } from "./tool/console.ts";
import { contactRoutes } from "./tool/contacts.ts";
import { mediaRoutes } from "./tool/media.ts";
import { messageRoutes } from "./tool/messages.ts";
import { serviceRoutes } from "./tool/services.ts";
import { settingsRoutes } from "./tool/settings.ts";

/** What the phone page, tests and tools do with the simulator itself. */
export function toolApi(simulator: Simulator): Hono {
  const app = new Hono();
  accountRoutes(app, simulator);
  consoleRoutes(app, simulator);
  contactRoutes(app, simulator);
  mediaRoutes(app, simulator);
  messageRoutes(app, simulator);
  modelRoutes(app, simulator);
  serviceRoutes(app, simulator);
  settingsRoutes(app, simulator);
  return app;
}
