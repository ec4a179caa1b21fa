import { describe, expect, test } from "vitest";
import { openApiDocument } from "../../src/protocol/openapi.ts";
import type { Operation } from "../../src/protocol/operation.ts";
import { OPERATIONS } from "../../src/protocol/operations.ts";

interface Response {
  description: string;
  content?: { [contentType: string]: { schema: { $ref?: string; type?: string } } };
}

interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  schema: { type?: string; enum?: string[]; format?: string; pattern?: string; example?: string; minLength?: number };
}

const { paths } = openApiDocument() as unknown as {
  paths: {
    [path: string]: { [method: string]: { parameters?: Parameter[]; responses: { [status: string]: Response } } };
  };
};

const operations: Operation[] = Object.values(OPERATIONS) as unknown as Operation[];
const queries = operations.flatMap(({ id, path, method, query }) =>
  (paths[path]?.[method]?.parameters ?? [])
    .filter((one) => one.in === "query")
    .map((one) => ({ operation: id, schema: query, parameter: one })),
);

/** Whether a query with this text in one place has nothing wrong there. */
const takes = ({ schema, parameter: { name } }: (typeof queries)[number], text: string): boolean =>
  !schema.safeParse({ [name]: text }).error?.issues.some(({ path }) => path[0] === name);

describe("the reference of the API", () => {
  test("says of each parameter what may stand there", () => {
    expect(queries.length).toBeGreaterThan(100);
    const silent = queries.filter((one) => {
      const { type, enum: choices, format, pattern, example } = one.parameter.schema;
      if (type !== "string" || choices || format || pattern) return false;
      return !takes(one, "words") && (example === undefined || !takes(one, example));
    });
    expect(silent.map(({ operation, parameter }) => `${operation}: ${parameter.name}`)).toEqual([]);
  });

  test("has numbers and choices between two as what they are, not as the texts that an address is made of", () => {
    const typeOf = (operation: string, name: string) =>
      queries.find((one) => one.operation === operation && one.parameter.name === name)?.parameter.schema;
    expect(typeOf("getConversation", "include_messages")).toEqual({ type: "boolean" });
    expect(typeOf("listMessages", "limit")).toEqual({ type: "integer", minimum: 1, maximum: 1_000 });
    for (const one of queries) {
      const { type } = one.parameter.schema;
      if (type === "boolean") for (const text of ["true", "false"]) expect(takes(one, text), one.operation).toBe(true);
      if (type === "boolean" || type === "integer") expect(takes(one, "words"), one.operation).toBe(false);
    }
  });

  const refusal = (path: string) => paths[path]?.get?.responses["401"]?.content;

  test("shows refusals in the form in which they come", () => {
    const [ours, theirs] = [refusal("/api/v1/conversations"), refusal("/v1.0/conversations")];
    expect(ours).toEqual({ "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } });
    expect(theirs).toEqual({ "application/json": { schema: { $ref: "#/components/schemas/VoipbinRefusal" } } });
  });

  test("says that reports may be had as separated values", () => {
    const { content = {} } = paths["/api/v1/reports/agents"]?.get?.responses["200"] ?? {};
    expect(Object.keys(content)).toEqual(["application/json", "text/csv"]);
    expect(content["text/csv"]?.schema).toMatchObject({ type: "string" });
  });

  test("offers a key to whoever repeats a call, where the same again would be done again", () => {
    const offers = (path: string) =>
      paths[path]?.post?.parameters?.some(({ name }) => name === "Idempotency-Key") ?? false;
    expect(["/api/v1/articles", "/api/v1/messages", "/api/v1/media"].map(offers)).toEqual([true, true, true]);
    expect(["/api/v1/articles/import", "/api/v1/customers/import"].map(offers)).toEqual([false, false]);
  });

  test("says that any call may be refused for a moment, but those by which the machine is watched", () => {
    const silent = operations.filter(
      ({ path, method }) => !paths[path]?.[method]?.responses["503"]?.description.includes("`unavailable`"),
    );
    expect(silent.map(({ id }) => id)).toEqual(["health", "ready"]);
  });
});
