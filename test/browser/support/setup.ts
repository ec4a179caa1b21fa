import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { build } from "../../../src/selfhost/build.ts";
import { explain } from "../../../src/selfhost/refusal.ts";
import { freePort, startProduct } from "../../support/product.ts";
import { launch } from "./browser.ts";

/** What the tests of the console share: the demo shop as `npm start` makes it, and a browser. */
export interface Stage {
  /** Base addresses of the Worker, which serves the console, and of the customers' phones. */
  api: string;
  phone: string;
  key: string;
  /** By which tenants are made. */
  operator: string;
  password: string;
  /** The admin first. */
  people: { name: string; email: string }[];
  browser: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    stage: Stage;
  }
}

/** Once for all files of the project. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const state = mkdtempSync(join(tmpdir(), "console-"));
  // A start would go on with the console of before; and what says where it is at fault is no stack to be read as one.
  await build().catch((error) => {
    console.error(explain(error));
    throw new Error("The product cannot be built: see above.");
  });
  const ports = { worker: await freePort(), simulator: await freePort() };
  const [product, browser] = await Promise.all([startProduct(state, ports, { DEMO: "1" }), launch()]);
  const { sign_in } = JSON.parse(readFileSync(join(state, "demo.json"), "utf8"));
  const { api, phone, key } = product;
  const operator = readFileSync(join(state, "admin-token"), "utf8").trim();
  project.provide("stage", { api, phone, key, operator, ...sign_in, browser: browser.wsEndpoint() });
  return async () => {
    await browser.close();
    await product.stop();
    rmSync(state, { recursive: true, force: true });
  };
}
