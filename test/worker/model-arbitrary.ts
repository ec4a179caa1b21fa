import fc from "fast-check";

/** A JSON Schema as the reference has them. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema | boolean;
  prefixItems?: Schema[];
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  format?: string;
  pattern?: string;
  example?: unknown;
}

/** Stands for an id that an answer brought, the n-th: it is put in its place when the call is made. */
export const knownId = (index: number): string => `@known:${index}@`;

/** Deeper than this what need not be there is left out. */
const DEEPEST = 4;

/** No string and no list is longer, whatever may be. */
const LONGEST = 12;

const MOST_OPTIONS = 8;

/** Values that fit a schema, or very nearly: what a pattern means is approximated. */
export function arbitraryOf(schema: Schema, components: Record<string, Schema>, depth = 0): fc.Arbitrary<unknown> {
  const inner = (one: Schema) => arbitraryOf(one, components, depth + 1);
  const { example, ...others } = schema;
  // Whoever integrates begins with what the reference shows.
  if (example !== undefined) return fc.oneof(fc.constant(example), arbitraryOf(others, components, depth));
  if (schema.$ref !== undefined) {
    const target = components[schema.$ref.split("/").at(-1) ?? ""];
    return target && depth < 2 * DEEPEST ? inner(target) : fc.constant(null);
  }
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.slice(0, 3 * MOST_OPTIONS).map(inner));
  const [type = "any", ...types] = [schema.type ?? []].flat();
  if (types.length > 0) return fc.oneof(...[type, ...types].map((one) => inner({ ...schema, type: one })));
  switch (type) {
    case "object":
      return objectOf(schema, inner, depth);
    case "array":
      return arrayOf(schema, inner);
    case "string":
      return stringOf(schema);
    case "integer":
      return integerOf(boundsOf(schema));
    case "number":
      return fc.integer(boundsOf(schema));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

type Inner = (schema: Schema) => fc.Arbitrary<unknown>;

/** Often no more than there must be: of many things that may be said one is easily wrong. */
export function recordOf(values: Record<string, fc.Arbitrary<unknown>>, required: string[]) {
  const needed = Object.fromEntries(Object.entries(values).filter(([name]) => required.includes(name)));
  return fc.oneof(fc.record(needed), fc.record(values, { requiredKeys: required }));
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema, inner: Inner, depth: number) {
  const wanted = Object.entries(properties).filter(([name]) => required.includes(name) || depth < DEEPEST);
  const record = recordOf(
    Object.fromEntries(wanted.map(([name, one]) => [name, inner(one)])),
    required.filter((name) => name in properties),
  );
  if (typeof additionalProperties !== "object" || depth >= DEEPEST) return record;
  const extra = fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), inner(additionalProperties), { maxKeys: 2 });
  return fc.tuple(extra, record).map(([more, own]) => ({ ...more, ...own }));
}

function arrayOf(
  { items, prefixItems, minItems = 0, maxItems = LONGEST }: Schema,
  inner: Inner,
): fc.Arbitrary<unknown> {
  if (prefixItems) return fc.tuple(...prefixItems.map(inner));
  const one = typeof items === "object" ? inner(items) : fc.constant(null);
  const maxLength = Math.max(minItems, Math.min(maxItems, 3));
  return fc.array(one, { minLength: minItems, maxLength });
}

/** Versions, numbers of deliveries and pages begin where they may, and go on from there. */
const integerOf = ({ min, max }: { min: number; max: number }) =>
  fc.oneof(fc.integer({ min, max: Math.min(max, min + 2) }), fc.integer({ min, max }));

const boundsOf = ({ minimum, maximum, exclusiveMinimum }: Schema) => {
  const min = Math.max(minimum ?? exclusiveMinimum ?? -1_000, -(2 ** 31));
  return { min: Math.ceil(min), max: Math.max(Math.ceil(min), Math.min(maximum ?? 100_000, 2 ** 31 - 1)) };
};

const TIMES = ["2020-01-01T00:00:00.000Z", "2099-01-01T00:00:00.000Z", "2026-03-01T08:30:00+07:00"];

function stringOf({ format, pattern, minLength = 0, maxLength = LONGEST }: Schema): fc.Arbitrary<unknown> {
  if (format === "uuid") return fc.oneof({ weight: 4, arbitrary: fc.nat(200).map(knownId) }, fc.uuid());
  if (format === "date-time") return fc.constantFrom(...TIMES);
  if (format === "date") return fc.constantFrom("2026-03-01", "2020-02-29");
  if (format === "email") return fc.nat(50).map((number) => `ann.${number}@shop.example`);
  if (format === "uri") return fc.constantFrom("https://example.com/a", "https://example.com/b?c=d");
  if (pattern !== undefined) return matching(pattern);
  const text = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, LONGEST)) };
  const words = fc.constantFrom(
    "hello",
    "a human, please",
    "+6281123456789",
    "agent-1",
    "👍🏽",
    "  ",
    "'; --",
    "\u0000",
  );
  return fc.oneof(fc.string({ ...text, unit: "grapheme" }), words, fc.nat(200).map(knownId));
}

const patterns = new Map<string, fc.Arbitrary<unknown>>();

/** Not every pattern can be turned round; whoever wrote such a one gets text that may not fit. */
function matching(pattern: string): fc.Arbitrary<unknown> {
  const known = patterns.get(pattern);
  if (known) return known;
  let made: fc.Arbitrary<unknown>;
  try {
    made = fc.stringMatching(new RegExp(pattern, "u"), { size: "-1" });
  } catch {
    made = fc.constantFrom("+6281123456789", "en", "a");
  }
  patterns.set(pattern, made);
  return made;
}

/** What somebody sends who has misread the reference: one place of a value is something else, or is missing. */
export function spoilt(value: unknown, junk: unknown, choice: number): unknown {
  if (typeof value !== "object" || value === null) return junk;
  const entries = Object.entries(value);
  if (entries.length === 0 || choice % 5 === 0)
    return Array.isArray(value) ? [...value, junk] : { ...value, odd: junk };
  const [name, inner] = entries[choice % entries.length] ?? ["", null];
  const next = choice % 3 === 0 ? undefined : spoilt(inner, junk, Math.floor(choice / 3));
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === name ? (next ?? null) : one));
  return { ...value, [name]: next };
}
