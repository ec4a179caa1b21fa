import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Supervisor } from "../../src/selfhost/supervisor.ts";

let directory = "";
let supervisor: Supervisor | null = null;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "supervisor-"));
});
afterEach(async () => {
  await supervisor?.stop(0);
  rmSync(directory, { recursive: true, force: true });
});

/** A port that was free a moment ago. */
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });

/** In the runtime's place a program that answers every request, as often as it may begin to. */
async function supervise(starts: number): Promise<Supervisor> {
  const port = await freePort();
  const binary = join(directory, "runtime");
  const program = `#!${process.execPath}
    const { appendFileSync, readFileSync } = require("node:fs");
    appendFileSync(${JSON.stringify(join(directory, "starts"))}, "x");
    if (readFileSync(${JSON.stringify(join(directory, "starts"))}, "utf8").length > ${starts}) process.exit(3);
    require("node:http").createServer((_, response) => response.end("{}")).listen(${port}, "127.0.0.1");`;
  writeFileSync(binary, program, { mode: 0o700 });
  const options = {
    ...{ binary, configFile: "none", importPath: directory, env: process.env },
    ...{ processFile: join(directory, "process"), heard: () => undefined },
  };
  return new Supervisor(options, `http://127.0.0.1:${port}`, "token", () => undefined);
}

test("MA7 a runtime that is started anew answers again, one at a time however often the clock is set back", async () => {
  supervisor = await supervise(3);
  await supervisor.start();
  await Promise.all([supervisor.renew(() => true), supervisor.renew(() => true)]);
  const failed = await Promise.race([supervisor.failed.catch(() => "failed"), Promise.resolve("well")]);
  expect(failed).toBe("well");
});

test("MA7 where it cannot be started anew the machine ends, and says why, so that what looks after it sees", async () => {
  supervisor = await supervise(1);
  await supervisor.start();
  await supervisor.renew(() => true);
  await expect(supervisor.failed).rejects.toThrow("The runtime ended before the Worker answered (exit code 3)");
});
