import { WorkerEntrypoint } from "cloudflare:workers";
import type { AgentCall, AgentCallsPort, CallAnswer } from "../realtime/calls.ts";
import { app } from "./app.ts";
import { vouchFor } from "./vouched.ts";

/** The API for agents who are let in already: their sockets call it. Reachable only from within the Worker. */
export class AgentCalls extends WorkerEntrypoint<Cloudflare.Env> implements AgentCallsPort {
  async call({ tenant_id, agent_id, method, path, body, key }: AgentCall): Promise<CallAnswer> {
    const request = new Request(`https://socket.internal${path}`, {
      method,
      headers: { "Content-Type": "application/json", ...(key !== undefined && { "Idempotency-Key": key }) },
      body: JSON.stringify(body),
    });
    vouchFor(request, { tenant_id, agent_id });
    const response = await app.fetch(request, this.env, this.ctx);
    const text = await response.text();
    return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as object) };
  }
}
