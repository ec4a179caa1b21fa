/** An agent whom this Worker itself has let in, by a socket. */
export interface Vouched {
  tenant_id: string;
  agent_id: string;
}

/** By the request itself, not by a header: nobody outside can make one. */
const vouched = new WeakMap<Request, Vouched>();

/** From now on this request is the agent's. */
export const vouchFor = (request: Request, agent: Vouched): void => {
  vouched.set(request, agent);
};

/** Whose request it is, where this Worker says so itself. */
export const vouchedFor = (request: Request): Vouched | null => vouched.get(request) ?? null;
