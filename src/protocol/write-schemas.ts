import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as z from "zod";
import { asyncApiDocument } from "./asyncapi.ts";
import { CATALOGUE, jsonSchemaOf } from "./catalogue/catalogue.ts";
import { Conversation, Event } from "./conversation.ts";
import { Flow } from "./flow.ts";
import { Message } from "./message.ts";
import { openApiDocument } from "./openapi.ts";
import { Problem } from "./problem.ts";
import { breaches, type Direction, parsePromises, printPromises, promisesOf } from "./promises.ts";
import { Realtime } from "./realtime-document.ts";

/** What outlives a deploy, by file name: the schemas that another program or an old row may still hold. */
export function schemaFiles(): { [name: string]: string } {
  const print = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    "openapi.json": print(openApiDocument()),
    "asyncapi.json": print(asyncApiDocument()),
    "conversation.json": print(z.toJSONSchema(Conversation)),
    "message.json": print(z.toJSONSchema(Message)),
    "event.json": print(z.toJSONSchema(Event)),
    "problem.json": print(z.toJSONSchema(Problem)),
    "realtime.json": print(z.toJSONSchema(Realtime, { io: "input" })),
    // As people write it: what has a default need not be there.
    "flow.json": print(z.toJSONSchema(Flow, { io: "input" })),
    ...Object.fromEntries(CATALOGUE.map((entry) => [`events/${entry.name}.json`, print(jsonSchemaOf(entry))])),
    "promises.json": `${JSON.stringify(promises(), null, 1)}\n`,
  };
}

/** What each schema promises, to whom. */
function promises(): { [name: string]: { direction: Direction; fields: { [path: string]: string } } } {
  const printed = { conversation: Conversation, message: Message, event: Event, problem: Problem };
  const own = Object.entries(printed).map(([name, schema]) => promised(name, "out", z.toJSONSchema(schema)));
  const told = CATALOGUE.map((entry) =>
    promised(`events/${entry.name}`, entry.direction === "out" ? "out" : "in", jsonSchemaOf(entry)),
  );
  return Object.fromEntries([...own, ...told]);
}

const promised = (name: string, direction: Direction, schema: object) =>
  [name, { direction, fields: printPromises(promisesOf(schema as { [key: string]: unknown })) }] as const;

/** What of the promises that were kept, as JSON, no longer holds. */
export function breachesOfTree(kept: string): string[] {
  const now = promises();
  const before = JSON.parse(kept) as ReturnType<typeof promises>;
  return Object.entries(before).flatMap(([name, { direction, fields }]) =>
    breaches(parsePromises(fields), parsePromises(now[name]?.fields ?? {}), direction).map(
      (breach) => `${name}: ${breach}`,
    ),
  );
}

const FOLDER = new URL("../../schemas/", import.meta.url);

/** The schemas that are in the tree and written from nothing any more. */
export function leftoverFiles(written = schemaFiles()): string[] {
  return globSync("**/*.json", { cwd: FOLDER }).filter((name) => !Object.hasOwn(written, name.replaceAll("\\", "/")));
}

/** `npm run schemas` writes them; with `--check` it says which are stale and fails. Promises are broken by `--break` alone. */
if (import.meta.main) {
  const isCheck = process.argv.includes("--check");
  const broken = breachesOfTree(read(new URL("promises.json", FOLDER)) ?? "{}");
  if (broken.length > 0 && !process.argv.includes("--break")) {
    console.error(`Readers or senders of the version before would break:\n${broken.join("\n")}`);
    console.error("Keep what was promised; or raise the version, and run npm run schemas -- --break.");
    process.exit(1);
  }
  mkdirSync(new URL("events/", FOLDER), { recursive: true });
  const files = schemaFiles();
  const stale = Object.entries(files).filter(([name, text]) => read(new URL(name, FOLDER)) !== text);
  const leftover = leftoverFiles(files);
  for (const [name, text] of stale) {
    if (!isCheck) writeFileSync(new URL(name, FOLDER), text);
    console.log(`schemas/${name} ${isCheck ? "is stale: run npm run schemas" : "written"}`);
  }
  for (const name of leftover) {
    if (!isCheck) rmSync(new URL(name, FOLDER));
    console.log(`schemas/${name} ${isCheck ? "is written from nothing: run npm run schemas" : "removed"}`);
  }
  if (isCheck && stale.length + leftover.length > 0) process.exitCode = 1;
}

function read(file: URL): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
