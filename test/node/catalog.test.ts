import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseAllFiles, scanCatalogFiles, validateCatalog } from "@eventcatalog/linter";
import utils from "@eventcatalog/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CATALOGUE } from "../../src/protocol/catalogue/catalogue.ts";
import { SERVICES } from "../../src/protocol/services.ts";

const SCRIPT = join(import.meta.dirname, "../../src/catalog/write-catalog.ts");
const place = mkdtempSync(join(tmpdir(), "catalog-test-"));
const folder = join(place, "catalog");
let told = "";

beforeAll(async () => {
  ({ stdout: told } = await run("--out", folder));
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const run = (...args: string[]) => promisify(execFile)(process.execPath, [SCRIPT, ...args]);
const refused = async (...args: string[]) =>
  (await run(...args).catch((error) => error)) as { code?: number; stderr: string };

/** All that EventCatalog's own parser has against a folder: every rule of it, also those that are off unless asked for. */
async function complaints(of: string): Promise<string[]> {
  const { parsed, errors } = await parseAllFiles(await scanCatalogFiles(of));
  return [
    ...errors.map(({ file, error }) => `${file.relativePath}: ${error.message}`),
    ...validateCatalog(parsed).map(({ file, rule, message }) => `${file}: ${rule}: ${message}`),
  ];
}

test("EventCatalog's own parser accepts the catalogue that is written, without a warning", async () => {
  const files = await scanCatalogFiles(folder);
  const count = (type: string) => files.filter(({ resourceType }) => resourceType === type).length;
  expect(count("event") + count("command") + count("query")).toBe(CATALOGUE.length);
  expect(count("service")).toBe(Object.keys(SERVICES).length);
  expect(await complaints(folder)).toEqual([]);
});

test("every message has its page and its schema", async () => {
  const catalog = utils(folder);
  for (const entry of CATALOGUE) {
    const page = (await catalog.getEvent(entry.name)) ?? (await catalog.getCommand(entry.name));
    expect(page ?? (await catalog.getQuery(entry.name))).toMatchObject({
      name: entry.title,
      version: entry.version,
      summary: entry.summary,
    });
    const { schema } = (await catalog.getSchemaForMessage(entry.name)) ?? {};
    expect(JSON.parse(schema ?? "null")).toMatchObject({ title: entry.title });
  }
});

test("this store receives all that comes in and sends all that goes out", async () => {
  const store = await utils(folder).getService("ms-conv-store");
  const names = (pointers: { id: string }[] | undefined) => pointers?.map(({ id }) => id).sort();
  const going = (way: "in" | "out") =>
    CATALOGUE.filter(({ direction }) => direction === way || direction === "both")
      .map(({ name }) => name)
      .sort();
  expect(names(store.receives)).toEqual(going("in"));
  expect(names(store.sends)).toEqual(going("out"));
  const beside = readdirSync(join(folder, "domains/conversations/services/ms-conv-store"));
  expect(beside).toEqual(expect.arrayContaining(["openapi.json", "asyncapi.json"]));
});

test("the flow of a conversation on WhatsApp goes only where services send and take it", async () => {
  const catalog = utils(folder);
  const { steps } = await catalog.getFlow("complete-conversation-via-whatsapp");
  const services = new Map(
    await Promise.all(Object.keys(SERVICES).map(async (id) => [id, await catalog.getService(id)] as const)),
  );
  const edges = steps.flatMap((step) =>
    (step.next_steps ?? [step.next_step]).map((next) => [step, steps.find(({ id }) => id === idOf(next))] as const),
  );
  expect(steps.length).toBe(17);
  expect(edges.length).toBe(23);
  for (const [from, to] of edges) {
    expect(to, `after ${from.id}`).toBeDefined();
    const sender = from.service && to?.message ? services.get(from.service.id)?.sends : undefined;
    const taker = from.message && to?.service ? services.get(to.service.id)?.receives : undefined;
    const name = from.message?.id ?? to?.message?.id;
    if (name)
      expect(
        (sender ?? taker)?.map(({ id }) => id),
        `${from.id} to ${to?.id}`,
      ).toContain(name);
  }
});

const idOf = (next: unknown): unknown => (typeof next === "object" && next !== null && "id" in next ? next.id : next);

const FLOW = "flows/complete-conversation-via-whatsapp/index.mdx";

test.each([
  [
    "a step whose message nobody knows",
    FLOW,
    "id: ai-agent-answer-generated\n      version",
    "id: nobody-knows\n      version",
  ],
  ["a step of a version that is not there", FLOW, "version: 1.0.0\n    next_step", "version: 9.9.9\n    next_step"],
  ["a service without a version", "domains/answering/services/ms-rag/index.mdx", "version: 1.0.0\n", ""],
  ["a message that has no name", "commands/open-ticket/index.mdx", "name: ", "nickname: "],
])("a catalogue with %s is not accepted", async (what, file, given, broken) => {
  const copy = join(place, what.replaceAll(" ", "-"));
  cpSync(folder, copy, { recursive: true });
  const text = readFileSync(join(copy, file), "utf8");
  expect(text).toContain(given);
  writeFileSync(join(copy, file), text.replace(given, broken));
  expect(await complaints(copy)).not.toEqual([]);
});

test("the command says what it wrote, writes it anew, and leaves what others put there", async () => {
  expect(told).toContain(`${folder}: 3 domains, 6 services, `);
  const theirs = join(folder, "events/theirs.md");
  writeFileSync(theirs, "theirs");
  rmSync(join(folder, FLOW));
  await run("--out", folder);
  expect([existsSync(join(folder, FLOW)), readFileSync(theirs, "utf8")]).toEqual([true, "theirs"]);
});

test("the command refuses a folder that is not empty and not its own", async () => {
  const other = join(place, "other");
  mkdirSync(other);
  writeFileSync(join(other, "theirs.md"), "theirs");
  expect(await refused("--out", other)).toMatchObject({ code: 1, stderr: expect.stringContaining("is not empty") });
  expect(readdirSync(other)).toEqual(["theirs.md"]);
  expect(await refused("--outt")).toMatchObject({ code: 2, stderr: expect.stringContaining("--outt") });
  expect((await run("--help")).stdout).toContain("--out <folder>");
});
