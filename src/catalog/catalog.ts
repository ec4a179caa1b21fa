import { writeFileSync } from "node:fs";
import { join } from "node:path";
import utils from "@eventcatalog/sdk";
import { asyncApiDocument } from "../protocol/asyncapi.ts";
import { openApiDocument } from "../protocol/openapi.ts";
import { STORE } from "../protocol/services.ts";
import { channelPages, domainPages, flowPage, messagePages, servicePages, teamPage } from "./pages.ts";

/** Writes all pages into a folder, with EventCatalog's own SDK; answers how many of each collection. */
export async function writePages(folder: string): Promise<{ [collection: string]: number }> {
  const catalog = utils(folder);
  const domains = domainPages();
  for (const domain of domains) await catalog.writeDomain(domain);
  const services = servicePages();
  for (const service of services) {
    const domain = domains.find((one) => one.services?.some(({ id }) => id === service.id));
    await catalog.writeServiceToDomain(service, { id: domain?.id ?? "" });
  }
  await writeReferences(catalog);
  for (const [name, text] of Object.entries(PROJECT)) writeFileSync(join(folder, name), text);
  for (const channel of channelPages()) await catalog.writeChannel(channel);
  await catalog.writeFlow(flowPage());
  await catalog.writeTeam(teamPage());
  const messages = await writeMessages(catalog);
  return { domains: domains.length, services: services.length, ...messages, channels: channelPages().length, flows: 1 };
}

/** What makes a folder of pages one that EventCatalog opens. */
const PROJECT = {
  "eventcatalog.config.js": `export default {
  cId: "conversation-store",
  title: "Conversation Store",
  organizationName: "Conversation Store",
  tagline: "Events and commands between this store and the services around it",
};
`,
  "package.json": `${JSON.stringify({ name: "conversation-store-catalog", private: true, type: "module" }, null, 2)}\n`,
};

type Catalog = ReturnType<typeof utils>;

async function writeReferences(catalog: Catalog): Promise<void> {
  for (const [fileName, document] of [
    ["openapi.json", openApiDocument()],
    ["asyncapi.json", asyncApiDocument()],
  ] as const) {
    await catalog.addFileToService(STORE, { fileName, content: JSON.stringify(document, null, 2) });
  }
}

async function writeMessages(catalog: Catalog): Promise<{ [collection: string]: number }> {
  const ways = {
    events: { write: catalog.writeEvent, attach: catalog.addSchemaToEvent },
    commands: { write: catalog.writeCommand, attach: catalog.addSchemaToCommand },
    queries: { write: catalog.writeQuery, attach: catalog.addSchemaToQuery },
  };
  const counts = { events: 0, commands: 0, queries: 0 };
  for (const { collection, page, schema } of messagePages()) {
    await ways[collection].write(page);
    await ways[collection].attach(page.id, { schema, fileName: "schema.json" });
    counts[collection] += 1;
  }
  return counts;
}
