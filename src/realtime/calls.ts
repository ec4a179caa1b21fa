/** A call of the API that an agent makes by their socket. `key`: the same call under it again is answered as before. */
export interface AgentCall {
  tenant_id: string;
  agent_id: string;
  method: "POST";
  /** From `/api/v1` on. */
  path: string;
  body: object;
  key?: string;
}

export interface CallAnswer {
  status: number;
  body: object;
}

/** Calls of the API in the name of an agent whom this Worker itself has let in. */
export interface AgentCallsPort {
  call(call: AgentCall): Promise<CallAnswer>;
}

/** What a frame asks is done as the same call of the API is: one set of rules, refusals and keys for both. */
export const agentCallsOf = (context: DurableObjectState): AgentCallsPort =>
  // The entrypoint is the Worker's own; the interface above is what it offers.
  (context.exports as unknown as { AgentCalls: AgentCallsPort }).AgentCalls;
