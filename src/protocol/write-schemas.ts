import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { Conversation, Event } from "./conversation.ts";
import { Message } from "./message.ts";
import { openApiDocument } from "./openapi.ts";
import { Problem } from "./problem.ts";

/** What outlives a deploy, by file name: the schemas that another program or an old row may still hold. */
export function schemaFiles(): { [name: string]: string } {
  const print = (value: object) => `${JSON.stringify(value, null, 2)}\n`;
  return {
    "openapi.json": print(openApiDocument()),
    "conversation.json": print(z.toJSONSchema(Conversation)),
    "message.json": print(z.toJSONSchema(Message)),
    "event.json": print(z.toJSONSchema(Event)),
    "problem.json": print(z.toJSONSchema(Problem)),
  };
}

/** `npm run schemas` writes them; with `--check` it says which are stale and fails. */
if (import.meta.main) {
  const folder = new URL("../../schemas/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const stale = Object.entries(schemaFiles()).filter(([name, text]) => read(new URL(name, folder)) !== text);
  for (const [name, text] of stale) {
    if (!process.argv.includes("--check")) writeFileSync(new URL(name, folder), text);
    console.log(`schemas/${name} ${process.argv.includes("--check") ? "is stale: run npm run schemas" : "written"}`);
  }
  if (stale.length > 0 && process.argv.includes("--check")) process.exitCode = 1;
}

function read(file: URL): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
