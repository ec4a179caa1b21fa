import { join } from "node:path";

export interface ConsoleDev {
  url: string;
  close(): Promise<void>;
}

/** What is the Worker's; the console's own sources are at `/api/`, too. */
const CALLS = "^/(?:api/v\\d+/|admin/|docs/?|health$|socket\\.io/|openapi\\.json|asyncapi\\.json)";

/**
 * Serves the console from its sources, each change at once in the page; calls and sockets go on to the Worker. Under
 * the same host name, so that a session holds at both. The policy of the built console is not in force here.
 */
export async function serveConsole(root: string, workerUrl: string, port: number): Promise<ConsoleDev> {
  const { createServer } = await import("vite");
  const directory = join(root, "src/console");
  const own = process.listeners("SIGTERM");
  const server = await createServer({
    root: directory,
    configFile: join(directory, "vite.config.ts"),
    server: { host: "127.0.0.1", port, proxy: { [CALLS]: { target: workerUrl, ws: true } } },
    logLevel: "warn",
    clearScreen: false,
  });
  // Vite ends the process when it is told to stop: the runtime beside it is to be stopped in order.
  for (const one of process.listeners("SIGTERM")) if (!own.includes(one)) process.off("SIGTERM", one);
  await server.listen();
  return { url: server.resolvedUrls?.local[0] ?? `http://127.0.0.1:${port}/`, close: () => server.close() };
}
