import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { freePort, until } from "../support/product.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const image = mkdtempSync(join(tmpdir(), "image-"));
const state = mkdtempSync(join(tmpdir(), "image-state-"));
afterAll(() => {
  for (const directory of [image, state]) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A file that the page shows, named by its first line. */
const lines = (name: string): string[] => {
  const page = readFileSync(join(ROOT, "src/selfhost/README.md"), "utf8");
  const block = page.slice(page.indexOf(`    # ${name}\n`)).split(/\n(?=\S)/)[0] ?? "";
  return block.split("\n").map((line) => line.trim());
};
/** What follows an instruction of the Dockerfile, or a key of the unit. */
const restsOf = (name: string) => after(lines("Dockerfile"), `${name} `);
const unit = (key: string) => after(lines("/etc/systemd/system/conversation-store.service"), `${key}=`);
const after = (all: string[], start: string) =>
  all.flatMap((line) => (line.startsWith(start) ? [line.slice(start.length)] : []));

test("what the container of the operator's page is made of builds, starts, is well, and stops", async () => {
  const copied = restsOf("COPY").flatMap((rest) => rest.split(" ").slice(0, -1));
  expect(copied).toContain("src");
  for (const name of copied) cpSync(join(ROOT, name), join(image, name), { recursive: true });
  // What `npm ci` installs from the same lock file.
  expect(restsOf("RUN")).toContain("npm ci");
  symlinkSync(join(ROOT, "node_modules"), join(image, "node_modules"));
  const path = [join(image, "node_modules/.bin"), process.env.PATH].join(delimiter);
  expect(restsOf("RUN").join(" ")).toContain("npm run build");
  execFileSync("npm", ["run", "build"], { cwd: image, env: { ...process.env, PATH: path } });

  const port = await freePort();
  const set = restsOf("ENV").flatMap((rest) => rest.split(" ").map((one) => one.split("=")));
  const env = { ...process.env, ...Object.fromEntries(set), STATE_DIR: state, PORT: `${port}` };
  const [command, ...values] = JSON.parse(restsOf("CMD")[0] ?? "[]") as string[];
  const child = spawn(join(image, command ?? ""), values, { cwd: image, env, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  const exited = once(child, "exit");
  try {
    await until("the container to run", async () => (said.includes("machine.running") ? true : undefined));
    expect(said).not.toMatch(/building/i);
    const check =
      restsOf("HEALTHCHECK")[0]
        ?.replace(/^.*CMD /, "")
        .replaceAll("8787", `${port}`) ?? "[]";
    const [, ...checking] = JSON.parse(check) as string[];
    execFileSync(process.execPath, checking);
    child.kill(restsOf("STOPSIGNAL")[0] as NodeJS.Signals);
    expect(await exited).toEqual([0, null]);
    expect(() => execFileSync(process.execPath, checking, { stdio: "ignore" })).toThrow();
  } finally {
    child.kill("SIGKILL");
    await exited;
  }
});

test("nothing gets into the container that is not named: no state, and no secret", () => {
  const copied = restsOf("COPY").flatMap((rest) => rest.split(" ").slice(0, -1));
  const kept = readFileSync(join(ROOT, ".gitignore"), "utf8").split("\n");
  const ignored = kept.map((name) => name.replace(/\/$/, ""));
  for (const name of copied) {
    expect(name).toMatch(/^[a-z][\w.-]*$/);
    expect(ignored).not.toContain(name);
  }
});

test("the unit of the operator's page starts the same, with the same settings", () => {
  const directory = unit("WorkingDirectory")[0] ?? "";
  const command = JSON.parse(restsOf("CMD")[0] ?? "[]") as string[];
  expect(unit("ExecStart")).toEqual([`${directory}/${command.join(" ")}`]);
  const others = (set: string[]) =>
    set.flatMap((rest) => rest.split(" ")).filter((one) => !one.startsWith("STATE_DIR="));
  expect(others(unit("Environment"))).toEqual(others(restsOf("ENV")));
  expect(unit("Environment").join(" ")).toContain(`STATE_DIR=/var/lib/${unit("StateDirectory")[0]} `);
});
