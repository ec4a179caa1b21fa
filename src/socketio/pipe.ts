import { CLOSE, MAX_PAYLOAD, openPacket } from "./engine.ts";
import { openLeg } from "./leg.ts";
import { signIn } from "./member.ts";
import { SIGN_IN_MS } from "./polling-session.ts";
import { knock, MOST_KNOCKS, refusedSignIn } from "./session.ts";
import { newSessionId } from "./session-id.ts";
import type { Member, SignIn } from "./who.ts";

const POLICY_VIOLATION = 1008;

/**
 * A client that begins with a WebSocket. Whose it is it says only in its first packet, so no object can hold the socket:
 * the Worker does, until it is signed in, and from then on hands each frame to its tenant's desk and back. No object is
 * awake for that.
 * @param known whom the headers of its request speak for
 */
export function pipe(env: Cloudflare.Env, known: Member | null): Response {
  const [client, server] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
  let leg: WebSocket | null = null;
  let knocks = 0;
  let isEntering = false;

  const end = (code = 1000) => {
    if (server.readyState === WebSocket.OPEN) server.close(code);
    if (leg?.readyState === WebSocket.OPEN) leg.close(1000);
  };

  const enter = async (auth: Record<string, unknown>) => {
    const whom = await signIn(env, auth, known).catch((): SignIn => ({ ok: false, error: "unauthorized" }));
    if (!whom.ok) {
      server.send(refusedSignIn(whom.error));
      return;
    }
    const opened = await openLeg(env, whom.value, "connected");
    opened.addEventListener("message", ({ data }) => {
      if (server.readyState === WebSocket.OPEN) server.send(data);
    });
    opened.addEventListener("close", ({ code }) => {
      leg = null;
      end(code === 1005 || code === 1006 ? 1000 : code);
    });
    opened.accept();
    leg = opened;
    if (server.readyState !== WebSocket.OPEN) opened.close(1000);
  };

  server.addEventListener("message", ({ data }) => {
    if (typeof data !== "string" || data.length > MAX_PAYLOAD) return end(POLICY_VIOLATION);
    if (leg) return leg.send(data);
    const step = knock(data);
    if ((step.type === "say" || step.type === "sign_in") && ++knocks > MOST_KNOCKS) return end(POLICY_VIOLATION);
    if (step.type === "say") for (const frame of step.frames) server.send(frame);
    if (step.type === "leave") end();
    // One at a time: nobody gets two legs.
    const isTooMuch = step.type === "sign_in" && isEntering;
    if (step.type === "fault" || isTooMuch) end(POLICY_VIOLATION);
    else if (step.type === "sign_in") {
      isEntering = true;
      enter(step.auth)
        .catch(() => end(1011))
        .finally(() => {
          isEntering = false;
        });
    }
  });
  server.addEventListener("close", () => end());

  server.accept();
  server.send(openPacket(newSessionId(), false));
  void scheduler.wait(SIGN_IN_MS).then(() => {
    if (leg === null && server.readyState === WebSocket.OPEN) {
      server.send(CLOSE);
      end();
    }
  });
  return new Response(null, { status: 101, webSocket: client });
}
