import type { Hono } from "hono";
import { readBytes } from "../lib/body.ts";
import { fitsSocket } from "../realtime/entering.ts";
import { type EngineFault, engineError, MAX_PAYLOAD } from "../socketio/engine.ts";
import { openLeg } from "../socketio/leg.ts";
import { pipe } from "../socketio/pipe.ts";
import type { PollAnswer } from "../socketio/polling-session.ts";
import { gatewayOf } from "../socketio/port.ts";
import { newSessionId } from "../socketio/session-id.ts";
import type { Member } from "../socketio/who.ts";
import { authenticate } from "./auth.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { mayConnect } from "./origins.ts";

const PREFLIGHT_SECONDS = "600";

/**
 * Socket.IO for its public clients, at its usual path. Nothing of a client is known before its first packet but what is in
 * its session's id: that leads to the object that holds it while it polls; its WebSocket goes to its tenant's desk.
 */
export function socketio(app: Hono<AppEnv>): void {
  app.on(["GET", "POST", "OPTIONS"], ["/socket.io", "/socket.io/"], async (c) => {
    if (!mayConnect(c)) return refuse(c, "forbidden");
    const response = await handle(c);
    // The head of an upgrade is not ours to change, and nobody asks it for this.
    return response.status === 101 ? response : shared(c, response);
  });
}

function handle(c: AppContext): Response | Promise<Response> {
  const { EIO, transport, sid } = c.req.query();
  if (c.req.method === "OPTIONS") return preflight();
  if (EIO !== "4") return refuse(c, "unsupported_version");
  if (transport === "websocket") return bySocket(c, sid);
  if (transport !== "polling") return refuse(c, "unknown_transport");
  return sid === undefined ? open(c) : byPolling(c, sid);
}

async function open(c: AppContext): Promise<Response> {
  if (c.req.method !== "GET") return refuse(c, "bad_method");
  const sid = newSessionId();
  const answer = await gatewayOf(c.env, sid)?.open(sid, await knownBy(c));
  return answer ? polled(c, answer) : new Response(null, { status: 503, headers: { "Retry-After": "5" } });
}

async function byPolling(c: AppContext, sid: string): Promise<Response> {
  const gateway = gatewayOf(c.env, sid);
  if (gateway === null) return refuse(c, "unknown_session");
  if (c.req.method === "GET") return polled(c, await gateway.poll(sid));
  const body = await readBytes(c.req.raw, MAX_PAYLOAD);
  if (body === null) return new Response(null, { status: 413 });
  return polled(c, await gateway.post(sid, new TextDecoder().decode(body)));
}

/** The change from polling, or a client that never polled. */
async function bySocket(c: AppContext, sid: string | undefined): Promise<Response> {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") return refuse(c, "bad_request");
  if (sid === undefined) return pipe(c.env, await knownBy(c));
  const member = (await gatewayOf(c.env, sid)?.upgrade(sid)) ?? null;
  if (member === null) return refuse(c, "unknown_session");
  return new Response(null, { status: 101, webSocket: await openLeg(c.env, member, "probing") });
}

/** Whom the headers speak for, where they do: a client that names nobody in its first packet is that one. */
async function knownBy(c: AppContext): Promise<Member | null> {
  if (c.req.header("authorization") === undefined && c.req.header("cookie") === undefined) return null;
  const principal = await authenticate(c);
  if (principal instanceof Response) return null;
  const { tenant_id, credential, scope } = principal;
  const { agent, outlet_ids } = scope;
  if (credential === null || agent === null || !fitsSocket(outlet_ids)) return null;
  return { tenant_id, agent_id: agent.id, credential, outlet_ids };
}

const polled = (c: AppContext, answer: PollAnswer): Response =>
  answer.ok
    ? c.body(answer.body, 200, { "Content-Type": "text/plain; charset=UTF-8", "Cache-Control": "no-store" })
    : refuse(c, answer.fault);

const refuse = (c: AppContext, fault: EngineFault): Response =>
  c.json(engineError(fault), fault === "forbidden" ? 403 : 400);

const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      "Access-Control-Allow-Methods": "GET, POST",
      "Access-Control-Allow-Headers": "Content-Type, Authorization",
      "Access-Control-Max-Age": PREFLIGHT_SECONDS,
    },
  });

/** What a page of an origin that may connect may read. */
function shared(c: AppContext, response: Response): Response {
  const origin = c.req.header("origin");
  if (origin === undefined) return response;
  const copy = new Response(response.body, response);
  copy.headers.set("Access-Control-Allow-Origin", origin);
  copy.headers.set("Access-Control-Allow-Credentials", "true");
  copy.headers.append("Vary", "Origin");
  return copy;
}
