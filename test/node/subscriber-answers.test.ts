import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Attempt } from "../../src/subscriptions/delivery.ts";
import { freePort, type Product, startProduct, until } from "../support/product.ts";

const state = mkdtempSync(join(tmpdir(), "answers-"));
const asked: string[] = [];
const closed = new Set<string>();
let product: Product;
let server: Server;
let here: string;

beforeAll(async () => {
  const port = await freePort();
  here = `http://127.0.0.1:${port}`;
  server = createServer((request, response) => {
    const { url: path = "" } = request;
    asked.push(path);
    response.on("close", () => closed.add(path));
    request.resume();
    if (path === "/redirect") response.writeHead(307, { Location: `${here}/elsewhere` }).end("over there");
    else if (path === "/stalls") response.writeHead(200).write("wait");
    else if (path === "/endless") {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write("no ".repeat(1_000)));
      };
      response.on("drain", more);
      more();
    } else response.end("thanks");
  }).listen(port, "127.0.0.1");
  const ports = { worker: await freePort(), simulator: await freePort() };
  product = await startProduct(state, ports, { ALLOW_PRIVATE_URLS: "1" });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await product.stop();
  rmSync(state, { recursive: true, force: true });
});

async function api(path: string, body: unknown): Promise<{ status: number; json: Record<string, unknown> }> {
  const headers = { Authorization: `Bearer ${product.key}`, "Content-Type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  const response = await fetch(`${product.api}/api/v1${path}`, init);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** Makes a subscription to a URL, and a test call of it. */
async function tried(url: string): Promise<Attempt> {
  const { json } = await api("/subscriptions", { url, types: ["subscription.test"] });
  return (await api(`/subscriptions/${json.id}/test`, {})).json as unknown as Attempt;
}

describe("in the real runtime", () => {
  test.concurrent("an answer is taken", async () => {
    expect(await tried(`${here}/fine`)).toMatchObject({ status: 200, error: null, answer: "thanks" });
  });

  test.concurrent("a redirect is not followed", async () => {
    const error = "The answer was 307: redirects are not followed.";
    expect(await tried(`${here}/redirect`)).toMatchObject({ status: 307, error, answer: "over there" });
    expect(asked).not.toContain("/elsewhere");
  });

  test.concurrent("an answer without end is cut off", async () => {
    const attempt = await tried(`${here}/endless`);
    expect(attempt).toMatchObject({ status: 500, error: "The answer was 500." });
    expect(attempt.answer).toHaveLength(500);
    await until("the connection to be closed", async () => closed.has("/endless") || undefined);
  });

  test.concurrent("an answer that stalls is waited for fifteen seconds, and its connection closed", async () => {
    const attempt = await tried(`${here}/stalls`);
    expect(attempt).toMatchObject({ status: 200, error: "There was no whole answer within 15 seconds." });
    expect(attempt.duration_ms).toBeLessThan(17_000);
    await until("the connection to be closed", async () => closed.has("/stalls") || undefined);
  });
});
