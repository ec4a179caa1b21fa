import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { Refusal } from "./refusal.ts";

/** Refuses a port that cannot be listened on; waits for it up to `patienceMs` when it is only about to become free. */
export async function requirePort(variable: string, port: number, patienceMs = 0): Promise<void> {
  const giveUpAt = Date.now() + patienceMs;
  for (;;) {
    const problem = await tryToListen(port);
    if (problem === null) return;
    if (problem !== "EADDRINUSE")
      throw new Refusal(`Port ${port} cannot be listened on (${problem}): choose another with ${variable}.`);
    if (Date.now() >= giveUpAt) {
      throw new Refusal(`Port ${port} is in use: stop what listens there, or choose another with ${variable}.`);
    }
    await wait(100);
  }
}

const tryToListen = (port: number): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(null)));
  });
