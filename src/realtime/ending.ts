/**
 * Whether this machine is being stopped, what it is doing, and whose sockets it holds. Known to an isolate only: on one
 * machine there is one, in which every object lives; elsewhere nobody says that it ends.
 */
const known = { isEnding: false, inProgress: 0, tenants: new Set<string>() };

const LOOK_MS = 20;

export const isEnding = (): boolean => known.isEnding;

/** A tenant's desk has opened a socket. */
export function holdsSockets(tenantId: string): void {
  known.tenants.add(tenantId);
}

/** Does a request: whoever ends waits for it. */
export async function inProgress<T>(work: () => Promise<T>): Promise<T> {
  known.inProgress++;
  try {
    return await work();
  } finally {
    known.inProgress--;
  }
}

/** From now on nothing new is taken; sockets are closed with the word to come back. Done when nothing is in progress. */
export async function end(env: Cloudflare.Env): Promise<void> {
  known.isEnding = true;
  await Promise.allSettled([...known.tenants].map((tenantId) => env.DESK.getByName(tenantId).end()));
  // Looked at again and again: what one request waits for, another cannot tell it.
  while (known.inProgress > 0) await scheduler.wait(LOOK_MS);
}
