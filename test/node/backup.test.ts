import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../../src/domain/message.ts";
import { nameOf } from "../../src/selfhost/process.ts";
import { freePort, type Product, silenceServices, startProduct, until } from "../support/product.ts";

const ROOT = new URL("../..", import.meta.url).pathname;
const place = mkdtempSync(join(tmpdir(), "backup-"));
const state = join(place, "state");
const restored = join(place, "restored");
const archive = join(place, "backup.tar.gz");
let product: Product;
let copy: Product | undefined;

beforeAll(async () => {
  product = await startProduct(state, { worker: await freePort(), simulator: await freePort() });
  await silenceServices(product);
});

afterAll(async () => {
  await copy?.stop();
  await product.stop();
  rmSync(place, { recursive: true, force: true });
});

async function run(script: "backup" | "restore", stateDir: string, ...args: string[]) {
  const env = { ...process.env, STATE_DIR: stateDir };
  const child = spawn("npm", ["run", "--silent", script, "--", ...args], { cwd: ROOT, env, stdio: "pipe" });
  let [out, said] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  const [code] = await once(child, "close");
  return { code, out, said };
}

// biome-ignore lint/suspicious/noExplicitAny: what a test reads of an answer is what it checks
type Answer = { status: number; json: any };

async function call({ api, key }: Product, path: string, method = "GET", body?: unknown): Promise<Answer> {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const response = await fetch(`${api}/api/v1${path}`, { method, headers, body: JSON.stringify(body) ?? null });
  return { status: response.status, json: await response.json() };
}

async function allMessages(of: Product, id: string): Promise<Message[]> {
  const found: Message[] = [];
  for (;;) {
    const { json } = await call(of, `/conversations/${id}/messages?limit=1000&after_seq=${found.at(-1)?.seq ?? 0}`);
    if (json.length === 0) return found;
    found.push(...json);
  }
}

const say = (to: Product, conversation_id: string, key: string) =>
  call(to, "/messages", "POST", { conversation_id, sender_type: "customer", content: key, whatsapp_message_id: key });

test("MA1 a backup under load, restored elsewhere, has once and in order all that was acknowledged before it", async () => {
  const opened = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      call(product, "/conversations/find-or-create", "POST", {
        outlet_id: "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a11",
        customer_phone: `+628120000${100 + index}`,
      }),
    ),
  );
  const ids = opened.map(({ json }) => json.id as string);
  const file = await upload(product, "A receipt of our own writing.");

  const acknowledged = new Set<string>();
  const failed: number[] = [];
  let running = true;
  const clients = Array.from({ length: 8 }, async (_, name) => {
    for (let count = 0; running; count++) {
      const key = `${name}-${count}`;
      const { status } = await say(product, ids[(name + count) % ids.length] as string, key);
      if (status === 201) acknowledged.add(key);
      else failed.push(status);
    }
  });
  await until("some load", async () => (acknowledged.size > 400 ? true : undefined));
  const before = new Set(acknowledged);
  const made = await run("backup", state, archive);
  await until("load afterwards", async () => (acknowledged.size > before.size + 200 ? true : undefined));
  running = false;
  await Promise.all(clients);
  expect(made).toMatchObject({ code: 0, out: `${archive}\n` });
  expect(failed).toEqual([]);
  expect(statSync(archive).mode & 0o777).toBe(0o600);
  expect(readdirSync(state).filter((name) => name.startsWith("backup"))).toEqual([]);

  expect(await run("restore", restored, archive)).toMatchObject({ code: 0 });
  copy = await startProduct(restored, { worker: await freePort(), simulator: await freePort() });
  expect(copy.key).toBe(product.key);
  const there = new Set<string>();
  for (const id of ids) {
    const [original, kept] = [await allMessages(product, id), await allMessages(copy, id)];
    // As far as the moment of the backup came, it is the same log: nothing missing, twice, or in another order.
    const facts = (messages: Message[]) => messages.map(({ seq, id, content }) => ({ seq, id, content }));
    expect(facts(kept)).toEqual(facts(original).slice(0, kept.length));
    for (const { content } of kept) there.add(content);
  }
  expect([...before].filter((key) => !there.has(key))).toEqual([]);
  expect(await (await download(copy, file)).text()).toBe("A receipt of our own writing.");

  // What follows reaches the list too: nobody there knows more than the threads do.
  for (const id of ids) expect((await say(copy, id, `after-${id}`)).status).toBe(201);
  const running_copy = copy;
  const listed = await until("the list to know the last of each", async () => {
    const { json } = await call(running_copy, "/conversations?limit=100");
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const last = new Map(json.conversations.map((one: any) => [one.id, one.last_message?.content]));
    return ids.every((id) => last.get(id) === `after-${id}`) ? last : undefined;
  });
  expect(listed.size).toBeGreaterThanOrEqual(ids.length);
  for (const id of ids) {
    const { json } = await call(copy, `/conversations/${id}/events?after_seq=0&limit=1000`);
    const seqs = json.events.map(({ seq }: { seq: number }) => seq);
    expect(seqs).toEqual(seqs.map((_: number, index: number) => index + 1));
  }
  expect(copy.output()).not.toMatch(/"level":"error"/);
}, 120_000);

test("MA2 a restore is refused where something runs, and where there is a state already", async () => {
  expect(await run("restore", state, archive, "--force")).toMatchObject({
    code: 1,
    said: expect.stringMatching(/Already running on/),
  });
  await copy?.stop();
  copy = undefined;
  expect(await run("restore", restored, archive)).toMatchObject({ code: 1, said: expect.stringMatching(/--force/) });
  const token = readFileSync(join(restored, "admin-token"), "utf8");
  writeFileSync(join(restored, "admin-token"), "another\n");
  expect(await run("restore", restored, archive, "--force")).toMatchObject({ code: 0 });
  expect(readFileSync(join(restored, "admin-token"), "utf8")).toBe(token);
  const [aside] = readdirSync(restored).filter((name) => name.startsWith("before-restore-"));
  expect(readFileSync(join(restored, aside as string, "admin-token"), "utf8")).toBe("another\n");
});

test("MA2 a backup that is damaged, cut short or none is refused, and touches nothing", async () => {
  const bytes = readFileSync(archive);
  const damaged = Buffer.from(bytes);
  // Some single bits only fill up a block: without them nothing is lost.
  for (let at = bytes.length >> 1, end = at + 16; at < end; at++) damaged.writeUInt8(damaged.readUInt8(at) ^ 1, at);
  const target = join(place, "untouched");
  for (const content of [damaged, bytes.subarray(0, bytes.length >> 1), Buffer.from("none"), Buffer.alloc(0)]) {
    writeFileSync(join(place, "bad"), content);
    const refused = await run("restore", target, join(place, "bad"));
    expect(refused.code, refused.said).toBe(1);
    expect(refused.said.trim().split("\n").at(-1)).toMatch(/damaged|cut short|no backup/);
    expect(readdirSync(target)).toEqual([]);
  }
});

test("MA1 a backup of what does not run needs nobody; one that is there is not overwritten", async () => {
  const directory = join(place, "backups");
  const made = await run("backup", restored, `${directory}/`);
  expect(made).toMatchObject({ code: 0, out: expect.stringContaining(directory) });
  expect(existsSync(made.out.trim())).toBe(true);
  expect(await run("backup", restored, made.out.trim())).toMatchObject({ code: 1 });
  expect(await run("backup", join(place, "nowhere"), directory)).toMatchObject({ code: 1 });
  expect(await run("backup", restored)).toMatchObject({ code: 2 });
  expect(await run("backup", restored, "--help")).toMatchObject({ code: 0, out: expect.stringMatching(/^Usage/) });
});

async function upload({ api, key }: Product, text: string): Promise<string> {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "text/plain" };
  const response = await fetch(`${api}/api/v1/media`, { method: "POST", headers, body: text });
  expect(response.status, await response.clone().text()).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

const download = ({ api, key }: Product, id: string) =>
  fetch(`${api}/api/v1/media/${id}`, { headers: { Authorization: `Bearer ${key}` } });

test("MA1 the runtime goes on when the backup that holds it is killed", async () => {
  const held = join(place, "held");
  mkdirSync(held);
  const runtime = spawn("sleep", ["60"]);
  const state = () => readFileSync(`/proc/${runtime.pid}/stat`, "utf8").split(" ")[2];
  writeFileSync(join(held, "runtime"), JSON.stringify(nameOf(runtime.pid ?? 0)));
  const script = `import { atStandstill } from "${ROOT}src/selfhost/backup/standstill.ts";
    await atStandstill("${held}", () => { console.log("held"); for (;;); });`;
  const backup = spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "pipe" });
  await once(backup.stdout, "data");
  expect(state()).toBe("T");
  backup.kill("SIGKILL");
  await until("the runtime to go on", async () => (state() === "T" ? undefined : true));
  runtime.kill();
});
