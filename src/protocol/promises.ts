type Json = { [key: string]: unknown };

/** What a schema promises of each of its fields, by its path: its kinds, and whether it is always there. */
export interface Promises {
  [path: string]: { kinds: string[]; always: boolean };
}

/** Whoever reads what we print relies on more than whoever sends us something. */
export type Direction = "in" | "out";

/** What a JSON Schema promises. Fields of any name, and what lies deeper than anybody reads, are left out. */
export function promisesOf(schema: Json): Promises {
  const promises: Promises = {};
  walk(schema, "", true, { schema, promises, depth: 0 });
  return promises;
}

interface Walk {
  schema: Json;
  promises: Promises;
  depth: number;
}

const DEEPEST = 8;

function walk(node: Json, path: string, always: boolean, at: Walk): void {
  if (at.depth > DEEPEST) return;
  const next = { ...at, depth: at.depth + 1 };
  if (typeof node.$ref === "string") {
    walk(resolved(node.$ref, at.schema), path, always, next);
    return;
  }
  for (const one of choices(node)) walk(one, path, always, next);
  note(at.promises, path, kindsOf(node), always);
  const required = (node.required ?? []) as string[];
  for (const [name, property] of Object.entries((node.properties ?? {}) as { [name: string]: Json })) {
    const isChoice = at.promises[path]?.kinds.includes("null") ?? false;
    walk(property, path === "" ? name : `${path}.${name}`, required.includes(name) && (always || !isChoice), next);
  }
  if (typeof node.items === "object" && node.items !== null) walk(node.items as Json, `${path}[]`, true, next);
}

const choices = ({ anyOf = [], oneOf = [], allOf = [] }: Json): Json[] => [
  ...(anyOf as Json[]),
  ...(oneOf as Json[]),
  ...(allOf as Json[]),
];

const resolved = (ref: string, schema: Json): Json =>
  ref
    .replace(/^#\/?/, "")
    .split("/")
    .filter((step) => step !== "")
    .reduce<Json>((node, step) => (node[step] ?? {}) as Json, schema);

function kindsOf({ type, const: only, enum: some }: Json): string[] {
  if (type !== undefined) return [type].flat() as string[];
  const values = some !== undefined ? (some as unknown[]) : only !== undefined ? [only] : [];
  return values.map((value) => (value === null ? "null" : typeof value));
}

function note(promises: Promises, path: string, kinds: string[], always: boolean): void {
  const known = promises[path];
  const all = [...new Set([...(known?.kinds ?? []), ...kinds])].sort();
  promises[path] = { kinds: all, always: known ? known.always && always : always };
}

/** What of the promises of before no longer holds, in words. More fields are no breach, nor are more words of an enum. */
export function breaches(before: Promises, after: Promises, direction: Direction): string[] {
  return direction === "out" ? breachesForReaders(before, after) : breachesForSenders(before, after);
}

const breachesForReaders = (before: Promises, after: Promises): string[] =>
  Object.entries(before).flatMap(([path, { kinds, always }]) => {
    const now = after[path];
    if (!now) return [`${path} is gone`];
    const added = now.kinds.filter((kind) => kinds.length > 0 && !kinds.includes(kind));
    return [
      ...added.map((kind) => `${path} may be ${kind} now`),
      ...(always && !now.always ? [`${path} is no longer always there`] : []),
    ];
  });

function breachesForSenders(before: Promises, after: Promises): string[] {
  const narrowed = Object.entries(before).flatMap(([path, { kinds }]) => {
    const now = after[path];
    const lost = now && now.kinds.length > 0 ? kinds.filter((kind) => !now.kinds.includes(kind)) : [];
    return lost.map((kind) => `${path} may no longer be ${kind}`);
  });
  const demanded = Object.entries(after)
    .filter(([path, { always }]) => always && path !== "" && !before[path]?.always && isAlwaysAround(path, before))
    .map(([path]) => `${path} is required now`);
  return [...narrowed, ...demanded];
}

/** What is required of something that is itself new breaks nobody. */
function isAlwaysAround(path: string, before: Promises): boolean {
  const around = path.replace(/(\.[^.]+|\[\])$/, "");
  return around === path || before[around] !== undefined;
}

/** Promises as they are kept: a path, with `?` where it is not always there, and its kinds. */
export const printPromises = (promises: Promises): { [path: string]: string } =>
  Object.fromEntries(
    Object.entries(promises).map(([path, { kinds, always }]) => [always ? path : `${path}?`, kinds.join("|")]),
  );

export const parsePromises = (printed: { [path: string]: string }): Promises =>
  Object.fromEntries(
    Object.entries(printed).map(([path, kinds]) => [
      path.replace(/\?$/, ""),
      { kinds: kinds === "" ? [] : kinds.split("|"), always: !path.endsWith("?") },
    ]),
  );
