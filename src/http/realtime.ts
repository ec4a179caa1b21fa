import type { Hono } from "hono";
import { CLOSE_CODES, type CloseReason } from "../realtime/close-codes.ts";
import { entranceRequest, fitsSocket } from "../realtime/entering.ts";
import { configurationOf } from "../tenant/configuration.ts";
import { redeemSocketTicket } from "../tenant/socket-tickets.ts";
import { agentPrincipal, authenticate } from "./auth.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { mayConnect } from "./origins.ts";
import { problem } from "./problem.ts";

const UPGRADE = "Upgrade to a WebSocket: GET with `Upgrade: websocket`.";

/** The sockets of agents: let in here, held by their tenant's desk. */
export function realtime(app: Hono<AppEnv>): void {
  app.get("/api/v1/realtime", async (c) => {
    if (c.req.header("upgrade")?.toLowerCase() !== "websocket")
      return problem(c, "upgrade_required", { detail: UPGRADE });
    if (!mayConnect(c)) return problem(c, "cross_site", { detail: "Sockets are opened by pages of this host." });
    const principal = await whoEnters(c);
    const { agent, outlet_ids } = principal?.scope ?? {};
    if (!principal?.credential || !agent || outlet_ids === undefined) return turnedAway("unauthenticated");
    if (!fitsSocket(outlet_ids))
      return problem(c, "forbidden", { detail: "An agent of so many outlets must see all." });
    const { tenant_id, credential } = principal;
    const entrance = { kind: "native", tenant_id, agent_id: agent.id, credential, outlet_ids } as const;
    const { webSocket } = await c.env.DESK.getByName(tenant_id).fetch(entranceRequest(entrance));
    return new Response(null, { status: 101, webSocket });
  });
}

/** By a ticket, as pages do; a program may come with its agent's bearer. */
async function whoEnters(c: AppContext): Promise<Principal | null> {
  const ticket = c.req.query("ticket");
  if (ticket === undefined) {
    const principal = await authenticate(c);
    return principal instanceof Response ? null : principal;
  }
  const redeemed = await redeemSocketTicket(c.env, ticket);
  const configuration = redeemed && (await configurationOf(c.env, redeemed.tenant_id));
  return redeemed && configuration && agentPrincipal(configuration, redeemed.agent_id, redeemed.credential);
}

/** Pages cannot read why an upgrade was refused, so the socket is opened and closed with the reason. */
function turnedAway(reason: CloseReason): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  server.accept();
  server.close(CLOSE_CODES[reason], reason);
  return new Response(null, { status: 101, webSocket: client });
}
