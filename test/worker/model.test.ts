import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openApiDocument } from "../../src/protocol/openapi.ts";
import type { Operation } from "../../src/protocol/operation.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";
import { PROBLEMS, Problem } from "../../src/protocol/problem.ts";
import { type Answer, call, newTenant, OPERATOR, type Shop } from "../support/api.ts";
import { hire } from "../support/sockets.ts";
import { change, envelope, newLine, newWaId, receive, text, webhook } from "../support/whatsapp.ts";
import { arbitraryOf, knownId, recordOf, type Schema, spoilt } from "./model-arbitrary.ts";

/** One run lasts so long, in milliseconds. */
const LASTS_MS = 20_000;

const LONGEST_STORY = 40;

/** The secret of the deployment's own WhatsApp app. */
const DEPLOYMENT = "deployment-secret";

/** So many ids of a kind are remembered: the latest. */
const MOST_KNOWN = 5;

const UNKNOWN = "3d77f23b-683d-834e-8731-15e200000001";

/** So many stories are told of one tenant: later ones meet what earlier ones made. */
const STORIES_OF_A_TENANT = 12;

/** What an operation takes, as the reference says. */
interface Described {
  parameters?: { name: string; in: "path" | "query" | "header"; required: boolean; schema: Schema }[];
  requestBody?: { content: { [type: string]: { schema: Schema } } };
  responses: { [status: string]: { content?: { [type: string]: unknown } } };
}

interface Turn {
  name: string;
  /** By the names of the parameters. */
  parameters: Record<string, unknown>;
  type: string | null;
  body: unknown;
  key: string | null;
  caller: Caller;
}

/** Who asks, where the call is a tenant's. */
const CALLERS = ["key", "admin", "agent"] as const;
type Caller = (typeof CALLERS)[number];

const reference = openApiDocument() as unknown as {
  paths: { [path: string]: { [method: string]: Described } };
  components: { schemas: Record<string, Schema> };
};
const NAMES = Object.keys(OPERATIONS);
const operationOf = (name: string) => (OPERATIONS as unknown as Record<string, Operation>)[name] as Operation;
const describedOf = ({ path, method }: Operation): Described => reference.paths[path]?.[method] as Described;
const valuesOf = (schema: Schema) => arbitraryOf(schema, reference.components.schemas);

const JUNK = fc.constantFrom<unknown[]>(null, 0, -1, 1e300, "", "x".repeat(70_000), [], {}, true, "\ud800", "�", [[]]);

const turnOf = (name: string): fc.Arbitrary<Turn> => {
  const { parameters = [], requestBody } = describedOf(operationOf(name));
  const named = parameters.filter((one) => one.in !== "header");
  const idOr = (one: Schema) => fc.oneof({ weight: 3, arbitrary: fc.nat(200).map(knownId) }, valuesOf(one));
  const isId = (one: (typeof named)[number]) => one.in === "path" && one.schema.type === "string";
  const given = recordOf(
    Object.fromEntries(named.map((one) => [one.name, isId(one) ? idOr(one.schema) : valuesOf(one.schema)])),
    named.filter(({ required }) => required).map((one) => one.name),
  );
  const spoil = fc.record({ isSpoilt: fc.nat(3).map((one) => one === 0), junk: JUNK, choice: fc.nat(10_000) });
  const bodies = Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) =>
    fc.record({
      type: fc.constant(type),
      body: fc
        .tuple(valuesOf(schema), spoil)
        .map(([value, { isSpoilt, junk, choice }]) => (isSpoilt ? spoilt(value, junk, choice) : value)),
    }),
  );
  const content = bodies.length > 0 ? fc.oneof(...bodies) : fc.constant({ type: null, body: undefined });
  const key = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.nat(3).map(String));
  const caller = fc.constantFrom<Caller>(...CALLERS, "key", "key");
  return fc.tuple(given, content, key, caller).map(([values, { type, body }, one, who]) => ({
    name,
    parameters: values,
    type,
    body,
    key: one,
    caller: who,
  }));
};

const turns = new Map(NAMES.map((name) => [name, turnOf(name)]));
/** What makes something comes more often: without it the others find nothing. */
const MAKERS = NAMES.filter((name) => /^(create|put|findOrCreate|requestHandoff|takeEvents|list)/.test(name));
const turn = fc.constantFrom(...NAMES, ...MAKERS, ...MAKERS).chain((name) => turns.get(name) as fc.Arbitrary<Turn>);

/** What there are several of, each with an id: `conversations` of `/conversations/{id}`. */
const COLLECTIONS = new Set(Object.keys(reference.paths).flatMap((path) => path.match(/[\w-]+(?=\/\{\w*id\})/g) ?? []));

/** What an answer of this path tells ids of: that of `/conversations/find-or-create` of conversations. */
const kindAt = (path: string): string => path.split("/").findLast((one) => COLLECTIONS.has(one)) ?? "";

/** What an id in this place is one of: that of `/macros/{id}` of macros, a `team_id` of teams. */
const kindIn = (path: string, name: string): string =>
  path.match(new RegExp(`/([\\w-]+)/\\{${name}\\}`))?.[1] ?? kindOf(name);
const kindOf = (name: string): string => `${name.replace(/_ids?$/, "").replaceAll("_", "-")}s`;

/** A tenant that somebody tries things on. */
class Trial {
  readonly shop: Shop;
  readonly #bearers: Record<Caller, string>;
  /** Of what there is, by what it is. */
  readonly #ids = new Map<string, string[]>();

  /** With what no call of the API makes: webhooks that were understood and others, and people of different rights. */
  static async begin(): Promise<Trial> {
    const shop = await newTenant();
    const line = await newLine(shop);
    const [admin, agent] = [await hire(shop, "Adi", { role: "admin" }), await hire(shop, "Ann")];
    await shop.api("PUT", `/agents/${agent.id}/presence`, { status: "online" });
    await receive(line, text(newWaId(), "a human, please"), { from: newWaId(), type: "text" });
    await webhook(null, envelope(change(`${line.number}9`, { messages: [text(newWaId(), "hello")] })), DEPLOYMENT);
    return new Trial(shop, { key: shop.bearer, admin: admin.token, agent: agent.token });
  }

  private constructor(shop: Shop, bearers: Record<Caller, string>) {
    this.shop = shop;
    this.#bearers = bearers;
  }

  async take({ name, parameters, type, body, key, caller: who }: Turn): Promise<Answer> {
    const { method, path, caller } = operationOf(name);
    const known = Object.fromEntries(
      Object.entries(parameters).map(([one, value]) => [one, this.#known(value, kindIn(path, one))]),
    );
    const filled = path.replace(/\{(\w+)\}/g, (_, one) => encode(known[one]));
    const query = Object.entries(known).filter(([one]) => !path.includes(`{${one}}`));
    const search = query.map(([one, value]) => `${one}=${encode(value)}`).join("&");
    const isSent = body !== undefined && method !== "get";
    const headers = {
      ...(key !== null && { "Idempotency-Key": key }),
      ...(isSent && type !== null && { "Content-Type": type }),
    };
    const answer = await call(method.toUpperCase(), `${filled}${search && "?"}${search}`, {
      bearer: caller === "operator" ? OPERATOR : this.#bearers[who],
      headers,
      ...(isSent && { body: textOf(this.#known(body, "")) }),
    });
    this.#learn(answer.json, kindAt(path));
    return answer;
  }

  /** Puts ids that are known in their places. */
  #known(value: unknown, kind: string): unknown {
    if (typeof value === "string") {
      return value.replace(/@known:(\d+)@/g, (_, index) => {
        const ids = this.#ids.get(kind) ?? [...this.#ids.values()].flat();
        return ids[Number(index) % Math.max(1, ids.length)] ?? UNKNOWN;
      });
    }
    if (Array.isArray(value)) return value.map((one) => this.#known(one, kind));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, this.#known(inner, /_ids?$/.test(name) ? kindOf(name) : "")]),
    );
  }

  #learn(value: unknown, kind: string): void {
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (typeof inner === "string" && name === "id") this.#keep(kind, inner);
      else if (typeof inner === "string" && name.endsWith("_id")) this.#keep(kindOf(name), inner);
      else this.#learn(inner, Array.isArray(value) || name === "items" ? kind : kindOf(name.replace(/s$/, "")));
    }
  }

  #keep(kind: string, id: string): void {
    const ids = this.#ids.get(kind) ?? [];
    // Without its own key nothing would be answered any more.
    if (id === this.shop.key_id || !/^[\w-]{1,64}$/.test(id) || ids.includes(id)) return;
    this.#ids.set(kind, [...ids, id].slice(-MOST_KNOWN));
  }
}

const encode = (value: unknown): string => {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return encodeURIComponent(text.toWellFormed()).replace(/^\.{1,2}$/, "dot");
};

const textOf = (body: unknown): string =>
  typeof body === "string" ? body.toWellFormed() : (JSON.stringify(body) ?? "");

/** Whether an answer is one that the reference names, and looks as it says. */
function expectDescribed(name: string, { status, headers, json, text }: Answer): void {
  const operation = operationOf(name);
  const { responses } = describedOf(operation);
  // Only what asks WhatsApp may say that WhatsApp does not answer.
  const mayFail = operation.problems.includes("unavailable") && json?.code === "unavailable";
  if (!mayFail) expect(status, text).toBeLessThan(500);
  expect(Object.keys(responses), text).toContain(String(status));
  const type = headers.get("content-type")?.split(";")[0] ?? null;
  const schema = operation.answers[status];
  if (schema !== undefined) {
    if (schema === null) expect(text).toBe("");
    else if (type === "application/json") expect(schema.safeParse(json).error?.issues ?? [], text).toEqual([]);
    return;
  }
  if (json?.reason !== undefined) return;
  expect(type).toBe("application/problem+json");
  const problem = Problem.parse(json);
  expect(problem.status).toBe(status);
  expect(PROBLEMS[problem.code].status).toBe(status);
}

beforeAll(() => {
  // Whatever is called outside fails.
  vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("{}", { status: 500 }));
  for (const level of ["info", "warn"] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
});
afterAll(() => {
  vi.restoreAllMocks();
});

describe("whatever is asked of the API, in whatever order", () => {
  test("every answer is one of those that the reference names", { timeout: 4 * LASTS_MS }, async () => {
    const reached = new Set<string>();
    let [told, calls] = [0, 0];
    let trial = await Trial.begin();
    const seed = Number(process.env.MODEL_SEED ?? 1);
    const story = fc.array(turn, { minLength: 5, maxLength: LONGEST_STORY, size: "max" });
    const property = fc.asyncProperty(story, async (all) => {
      if (++told % STORIES_OF_A_TENANT === 1) trial = await Trial.begin();
      for (const one of all) {
        const answer = await trial.take(one);
        calls++;
        if (answer.status < 300) reached.add(one.name);
        try {
          expectDescribed(one.name, answer);
        } catch (error) {
          throw new Error(
            `${one.name} ${JSON.stringify(one)} → ${answer.status} ${answer.text.slice(0, 500)}\n${error}`,
          );
        }
      }
    });
    await fc.assert(property, {
      seed,
      numRuns: 10_000,
      interruptAfterTimeLimit: LASTS_MS,
      markInterruptAsFailure: false,
      // What was made before is part of what is met.
      endOnFailure: true,
    });
    console.log(`seed ${seed}: ${calls} calls, ${reached.size} of ${NAMES.length} operations done`);
  });
});
