import * as z from "zod";
import { type Description, INCOMING_ENTRIES } from "./entries-in.ts";
import { COMMAND_ENTRIES, FACADE_ENTRIES, SUBSCRIPTION_ENTRIES } from "./entries-out.ts";
import type { CatalogueEntry } from "./entry.ts";
import { AT, VIEW } from "./examples.ts";
import { INCOMING, isIncoming } from "./incoming.ts";
import { COMMAND_NAMES, LOG_EVENT_NAMES, schemaName, spellingsOf } from "./names.ts";
import { factOf, OUTGOING } from "./outgoing.ts";

/** Who takes what is also told this store: the look-up of a customer. */
const LOOK_UP = ["ms-gateway"];

const commands: readonly string[] = COMMAND_NAMES;

const entry = (name: string, direction: CatalogueEntry["direction"], description: Description): CatalogueEntry => {
  const schema = isIncoming(name) ? INCOMING[name] : OUTGOING[name];
  if (schema === undefined) throw new Error(`${name} has no schema`);
  return { name, direction, ...description, version: "1.0.0", spellings: spellingsOf(name), schema };
};

const entries = (described: { [name: string]: Description }, direction: CatalogueEntry["direction"]) =>
  Object.entries(described).map(([name, description]) => entry(name, direction, description));

const incoming = Object.entries(INCOMING_ENTRIES).map(([name, description]) =>
  commands.includes(name)
    ? entry(name, "both", { ...description, services: [...new Set([...description.services, ...LOOK_UP])] })
    : entry(name, "in", description),
);

/** The events of the log: each under its own type, and with its conversation. */
const facts = LOG_EVENT_NAMES.map((type, index) => {
  const { title, summary, example } = factOf(type);
  const seq = 3;
  const whole = {
    uuid: `13572468-89ab-8cde-bf01-2468000000${(index + 16).toString(16)}`,
    timestamp: AT,
    schema_version: 1,
    type,
    seq,
    at: AT,
    number: 1,
    actor: { type: "system", id: null },
    ...example,
    conversation: VIEW,
  };
  return entry(type, "out", { title, kind: "event", summary, services: [], example: whole });
});

/** Every message between this store and the services around it. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...incoming,
  ...entries(COMMAND_ENTRIES, "out"),
  ...entries(SUBSCRIPTION_ENTRIES, "out"),
  ...facts,
  ...entries(FACADE_ENTRIES, "out").map((one) => ({ ...one, facade: true })),
];

/**
 * The JSON Schema (2020-12) of a payload, whole in itself: of what comes in, what is taken under its printed names; of what
 * goes out, what is printed.
 */
export function jsonSchemaOf({ name, title, summary, direction, schema, example }: CatalogueEntry): object {
  const io = direction === "out" ? "output" : "input";
  const { $schema, ...rest } = z.toJSONSchema(schema, { io });
  return { $schema, $id: schemaName(name), title, description: summary, ...rest, examples: [example] };
}
