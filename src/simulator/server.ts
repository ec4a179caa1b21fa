import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { simulatorApp } from "./app.ts";
import { systemClock } from "./clock.ts";
import { openJournal } from "./journal.ts";
import { mediaFiles } from "./media-files.ts";
import { Simulator } from "./simulator.ts";
import { State } from "./state.ts";

export interface SimulatorOptions {
  /** 0 takes any free port. */
  port: number;
  stateDir: string;
  log?: (line: string) => void;
}

export interface RunningSimulator {
  url: string;
  close(): Promise<void>;
}

/** Listens on this machine only: it knows secrets, and would let anybody speak as any customer. */
const HOST = "127.0.0.1";

/** Starts the WhatsApp simulator: Meta's Graph API and the customers' phones. */
export async function startSimulator({ port, stateDir, log }: SimulatorOptions): Promise<RunningSimulator> {
  const state = new State();
  const journal = openJournal(stateDir, state);
  const run = randomUUID().slice(0, 8);
  const simulator = new Simulator(state, {
    clock: systemClock,
    fetch,
    random: Math.random,
    files: mediaFiles(stateDir),
    run,
  });
  const stopping = new AbortController();
  const server = createAdaptorServer({ fetch: simulatorApp(simulator, stopping.signal).fetch });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, resolve);
  }).catch((error: unknown) => {
    journal.close();
    throw error;
  });
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  simulator.origin = url;
  simulator.start();
  log?.(`The WhatsApp simulator listens at ${url}`);
  return {
    url,
    async close() {
      simulator.close();
      stopping.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
      journal.close();
    },
  };
}
