import { Hono } from "hono";
import { errorText, log } from "../lib/log.ts";
import { asyncApiDocument } from "../protocol/asyncapi.ts";
import { openApiDocument } from "../protocol/openapi.ts";
import { actions } from "./actions.ts";
import { agents } from "./agents.ts";
import { articles } from "./articles.ts";
import { assistant } from "./assistant.ts";
import { automation } from "./automation.ts";
import { cannedReplies } from "./canned-replies.ts";
import { agentConsole } from "./console.ts";
import type { AppEnv } from "./context.ts";
import { conversations } from "./conversations.ts";
import { customers } from "./customers.ts";
import { deliveries } from "./deliveries.ts";
import { ending } from "./ending.ts";
import { erasure } from "./erasure.ts";
import { events } from "./events.ts";
import { flows } from "./flows.ts";
import { health } from "./health.ts";
import { inboxSetup } from "./inbox-setup.ts";
import { inboxTicket } from "./inbox-ticket.ts";
import { inboxes } from "./inboxes.ts";
import { invitations } from "./invitations.ts";
import { lists } from "./lists.ts";
import { macros } from "./macros.ts";
import { media } from "./media.ts";
import { messages } from "./messages.ts";
import { operating } from "./operating.ts";
import { outlets } from "./outlets.ts";
import { problem } from "./problem.ts";
import { quarantine } from "./quarantine.ts";
import { realtime } from "./realtime.ts";
import { reports } from "./reports.ts";
import { search } from "./search.ts";
import { sessions } from "./sessions.ts";
import { settings } from "./settings.ts";
import { socketio } from "./socketio.ts";
import { subscriptions } from "./subscriptions.ts";
import { teams } from "./teams.ts";
import { tickets } from "./tickets.ts";
import { voipbin } from "./voipbin.ts";
import { whatsappWebhook } from "./whatsapp-webhook.ts";

/** The viewer of the reference sets styles of its own and has its pictures in itself; all else is this server's. */
const DOCS_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** The one HTTP surface: parses, forwards to the objects, answers. */
export const app = new Hono<AppEnv>();

app.use(async (c, next) => {
  c.set("request_id", crypto.randomUUID());
  await next();
  c.res.headers.set("X-Request-Id", c.get("request_id"));
  c.res.headers.set("X-Content-Type-Options", "nosniff");
});

ending(app);
health(app);
lists(app);
conversations(app);
actions(app);
cannedReplies(app);
macros(app);
automation(app);
erasure(app);
messages(app);
media(app);
events(app);
subscriptions(app);
customers(app);
search(app);
articles(app);
assistant(app);
deliveries(app);
flows(app);
settings(app);
invitations(app);
sessions(app);
agents(app);
teams(app);
outlets(app);
tickets(app);
reports(app);
operating(app);
inboxes(app);
inboxSetup(app);
quarantine(app);
whatsappWebhook(app);
realtime(app);
socketio(app);
voipbin(app);
inboxTicket(app);

app.get("/openapi.json", (c) => c.json(openApiDocument()));
app.get("/asyncapi.json", (c) => c.json(asyncApiDocument()));
app.get("/docs", (c) => c.redirect("/docs/"));
app.get("/docs/*", async (c) => {
  const file = await c.env.ASSETS.fetch(c.req.raw);
  const page = new Response(file.body, file);
  page.headers.set("Content-Security-Policy", DOCS_POLICY);
  return page;
});
agentConsole(app);

app.notFound((c) => problem(c, "not_found"));

app.onError((error, c) => {
  log("error", "request.failed", { request_id: c.get("request_id"), path: c.req.routePath, error: errorText(error) });
  return problem(c, "internal_error");
});
