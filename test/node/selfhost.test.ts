import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { build } from "../../src/selfhost/build.ts";
import { print } from "../../src/selfhost/capnp.ts";
import { type Placement, type WranglerConfig, workerdConfig } from "../../src/selfhost/config.ts";
import { inspect, isUntouched } from "../../src/selfhost/fingerprint.ts";
import { takeLock } from "../../src/selfhost/lock.ts";
import { variables } from "../../src/selfhost/place.ts";
import { requirePort } from "../../src/selfhost/port.ts";
import { readSettings } from "../../src/selfhost/settings.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "selfhost-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe("the settings", () => {
  test("are those of the documentation when nothing is set", () => {
    expect(readSettings([], { SIMULATOR_PORT: "" })).toMatchObject({
      port: 8787,
      simulatorPort: 8788,
      graphUrl: "http://127.0.0.1:8788/v25.0",
      adminToken: null,
      demo: "shop",
      allowPrivateUrls: false,
      dev: false,
    });
  });

  test("lead to Meta when there is no simulator and no address is given", () => {
    expect(readSettings([], { SIMULATOR_PORT: "0" }).graphUrl).toBe("https://graph.facebook.com/v25.0");
    expect(readSettings([], { WHATSAPP_GRAPH_URL: "https://graph.test/v1/" }).graphUrl).toBe("https://graph.test/v1");
  });

  test.each([
    [{ PORT: "http" }, /PORT is "http"/],
    [{ PORT: "70000" }, /from 1 to 65535/],
    [{ PORT: "0" }, /name the port/],
    [{ PORT: "9000", SIMULATOR_PORT: "9000" }, /both 9000/],
    [{ PORT: "65535" }, /set SIMULATOR_PORT/],
    [{ DEMO: "no" }, /DEMO is "no": give 1 or 0, or "services"/],
    [{ ALLOWED_ORIGINS: "https://a.example, b.example" }, /"b.example", which is no origin/],
    [{ ALLOWED_ORIGINS: "https://a.example/" }, /no origin/],
    [{ WHATSAPP_APP_SECRET: "s" }, /go together/],
    [{ ADMIN_TOKEN: "two words" }, /ADMIN_TOKEN/],
    [{ WHATSAPP_GRAPH_URL: "ftp://graph" }, /not an http\(s\) address/],
  ])("%o is refused in words", (env, words) => {
    expect(() => readSettings([], env)).toThrow(words);
  });

  test("of one app for all inboxes, and of other sites, are the Worker's", () => {
    const app = { WHATSAPP_APP_SECRET: "new,old", WHATSAPP_VERIFY_TOKEN: "token" };
    const sites = { ALLOWED_ORIGINS: "https://a.example, http://localhost:3000" };
    expect(variables(readSettings([], { ...app, ...sites }))).toMatchObject({
      ...app,
      ALLOWED_ORIGINS: "https://a.example,http://localhost:3000",
    });
    const names = Object.keys(variables(readSettings([], {})));
    expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(/ALLOWED_ORIGINS|APP_SECRET|VERIFY/)]));
  });

  test.each([
    [{ ALLOW_PRIVATE_URLS: "1" }, "1"],
    [{ ALLOW_PRIVATE_URLS: "1", SIMULATOR_PORT: "0" }, "1"],
    [{ PORT: "4000" }, "http://127.0.0.1:4001"],
    [{ SIMULATOR_PORT: "0" }, undefined],
  ])("with %o callbacks may call %s beside what is public", (env, allowed) => {
    expect(variables(readSettings([], env)).ALLOW_PRIVATE_URLS).toBe(allowed);
  });

  test("an option that does not exist is refused", () => {
    expect(() => readSettings(["--verbose"], {})).toThrow(/no option --verbose/);
  });
});

describe("the runtime's configuration", () => {
  const config: WranglerConfig = {
    name: "shop",
    main: "/project/src/index.ts",
    compatibility_date: "2026-10-23",
    compatibility_flags: ["nodejs_compat"],
    vars: { GREETING: 'say "hi"\n', LIMITS: { daily: 3 }, GRAPH_URL: "from the file" },
    secrets: { required: ["ADMIN_TOKEN"] },
    assets: { binding: "ASSETS", run_worker_first: true },
    durable_objects: {
      bindings: [
        { name: "CART", class_name: "CartObject" },
        { name: "SAME_CART", class_name: "CartObject" },
      ],
    },
    queues: {
      producers: [{ binding: "JOBS", queue: "jobs", delivery_delay: 2 }],
      consumers: [
        { queue: "jobs", max_retries: 5 },
        { queue: "elsewhere", type: "http_pull" },
      ],
    },
  };
  const placement: Placement = {
    port: 4321,
    objectsDir: "/state/do",
    bucketsDir: "/state/r2",
    assetsDir: "/dist/assets",
    modules: ["README.md", "0a-words.txt", "index.js", "index.js.map"],
    environment: ["ADMIN_TOKEN", "GRAPH_URL"],
  };
  const text = (change: Partial<WranglerConfig> = {}) => workerdConfig({ ...config, ...change }, placement);

  test("listens on this machine only", () => {
    expect(text()).toContain('address = "127.0.0.1:4321"');
  });

  test("keeps each class once, on disk, under a key that stays", () => {
    expect(text().match(/uniqueKey = "shop-CartObject"/g)).toHaveLength(1);
    expect(text()).toContain('(name = "SAME_CART", durableObjectNamespace = "CartObject")');
    expect(text()).toContain('disk = (path = "/state/do", writable = true)');
  });

  test("embeds the bundle's modules, the main one first", () => {
    expect(text()).toMatch(/modules = \[\s*\(name = "index.js", esModule = embed "\/worker\/index.js"\)/);
    expect(text()).toContain('(name = "0a-words.txt", text = embed "/worker/0a-words.txt")');
    expect(text()).not.toContain("README");
  });

  test("takes the environment before the file, by name", () => {
    expect(text()).toContain('(name = "GRAPH_URL", fromEnvironment = "GRAPH_URL")');
    expect(text()).not.toContain("from the file");
    expect(text()).toContain(String.raw`(name = "GREETING", text = "say \"hi\"\n")`);
    expect(text()).toContain(String.raw`(name = "LIMITS", json = "{\"daily\":3}")`);
  });

  test("leads producers to the broker and tells it of the consumers", () => {
    expect(text()).toContain(String.raw`json = "{\"queue\":\"jobs\",\"delivery_delay\":2}"`);
    expect(text()).toContain(String.raw`{\"jobs\":{\"queue\":\"jobs\",\"max_retries\":5}}`);
  });

  test("has a way out to public addresses alone, for what tenants name", () => {
    expect(text()).toContain('(name = "OUTSIDE", service = "outside")');
    expect(text()).toMatch(/name = "outside",\s*network = \(allow = \["public"\]/);
  });

  test("refuses what this machine cannot do as the platform does", () => {
    expect(() => text({ assets: { binding: "ASSETS" } })).toThrow(/run_worker_first/);
    expect(() => text({ secrets: { required: ["OTHER"] } })).toThrow(/OTHER is a required secret/);
    const bindings = [{ name: "X", class_name: "X", script_name: "another" }];
    expect(() => text({ durable_objects: { bindings } })).toThrow(/script another/);
  });

  test("writes any text so that it is read back the same", () => {
    expect(print("\u0001\\u0041 ü\t")).toBe(String.raw`"\x01\\u0041 ü\t"`);
  });
});

describe("what was built", () => {
  const write = (path: string, content: string) => {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), content);
  };
  const look = () => inspect(directory, { of: ["src", "lock"], isLeftOut: (path) => path.startsWith("src/other/") });

  test("is stale when a file of it is changed, added, renamed or gone", async () => {
    write("src/deep/a.ts", "a");
    write("src/b.ts", "b");
    const seen = [await look()];
    expect(isUntouched(directory, seen[0]?.stamp ?? "")).toBe(true);
    const changes: (() => void)[] = [
      () => write("src/deep/a.ts", "A"),
      () => write("lock", "1"),
      () => renameSync(join(directory, "src/b.ts"), join(directory, "src/c.ts")),
      () => rmSync(join(directory, "src/c.ts")),
    ];
    for (const change of changes) {
      const before = seen.at(-1)?.stamp ?? "";
      change();
      expect(isUntouched(directory, before)).toBe(false);
      seen.push(await look());
    }
    expect(new Set(seen.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  });

  test("is refused in words where nothing may be written", async () => {
    // A place that not even the administrator may write to.
    await expect(build({ root: existsSync("/sys") ? "/sys" : "/" })).rejects.toThrow(
      /run npm run build as a user who may/,
    );
  });

  test("is not stale when it was copied, or when something beside it has changed", async () => {
    write("src/a.ts", "a");
    const before = await look();
    write("src/a.ts", "a");
    write("src/other/b.ts", "b");
    write("README.md", "words");
    expect((await look()).fingerprint).toBe(before.fingerprint);
  });
});

describe("a state directory", () => {
  test("is one process's at a time, and free again afterwards", () => {
    const lock = takeLock(directory);
    expect(lock.stale).toBe(false);
    expect(() => takeLock(directory)).toThrow(/Already running on .* STATE_DIR/);
    lock.release();
    expect(takeLock(directory).stale).toBe(false);
  });

  test("is taken over from a process that died, even when another has its number now", () => {
    writeFileSync(join(directory, "lock"), JSON.stringify({ pid: process.pid, started: "long ago" }));
    expect(takeLock(directory).stale).toBe(true);
  });

  test("is taken over when the lock was cut short", () => {
    writeFileSync(join(directory, "lock"), '{"pid":');
    expect(takeLock(directory).stale).toBe(true);
  });
});

test("a port in use is refused with the way out", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const { port } = server.address() as { port: number };
  await expect(requirePort("PORT", port)).rejects.toThrow(`Port ${port} is in use: stop what listens there`);
  const free = requirePort("PORT", port, 5_000);
  server.close();
  await free;
});
