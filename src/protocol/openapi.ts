import * as z from "zod";
import type { Operation } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";
import { PROBLEMS, Problem, type ProblemCode } from "./problem.ts";
import { VERSION } from "./version.ts";
import { VoipbinRefusal } from "./voipbin.ts";

type Json = Record<string, unknown>;

/** Refusals that any call of a caller can meet. */
const COMMON: { [caller in Operation["caller"]]: ProblemCode[] } = {
  tenant: ["invalid_request", "unauthorized", "tenant_mismatch", "cross_site", "unavailable"],
  operator: ["invalid_request", "unauthorized", "unavailable"],
  anyone: ["unavailable"],
};

/** By what a caller may be known. */
const SECURITY = { tenant: [{ tenant: [] }, { session: [] }], operator: [{ operator: [] }] };

const isRepeatable = ({ method, isKeyless }: Operation): boolean => method === "post" && !isKeyless;

/** The API reference (OpenAPI 3.1), written from the schemas that the code parses by. */
export function openApiDocument(): Json {
  const components: Json = {};
  const paths: Record<string, Json> = {};
  for (const operation of Object.values(OPERATIONS) as Operation[]) {
    const described = { [operation.method]: describe(operation, components) };
    paths[operation.path] = { ...paths[operation.path], ...described };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Conversation Store",
      version: VERSION,
      description: "WhatsApp conversations: stored in order and exactly once, answered by AI, flows and people.",
    },
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        tenant: { type: "http", scheme: "bearer", description: "An API key, or an agent's token" },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "__Host-session",
          description: "An agent who signed in; to change anything a call must come from a page of this server",
        },
        operator: { type: "http", scheme: "bearer", description: "ADMIN_TOKEN" },
      },
    },
  };
}

function describe(operation: Operation, components: Json): Json {
  const { id, summary, tag, caller, params, query, headers } = operation;
  const bodies = bodiesOf(operation);
  const parameters = [...parametersOf("path", params, components), ...parametersOf("query", query, components)];
  if (headers) parameters.push(...parametersOf("header", headers, components));
  if (isRepeatable(operation)) parameters.push(IDEMPOTENCY_KEY);
  return {
    operationId: id,
    summary,
    tags: [tag],
    ...(caller !== "anyone" && { security: SECURITY[caller] }),
    ...(parameters.length > 0 && { parameters }),
    ...(bodies.length > 0 && {
      requestBody: { required: !isOptional(operation), content: contentOf(bodies, "input", components) },
    }),
    // Whoever watches the machine is answered by 503 in words of their own.
    responses: { ...problemsOf(operation, components), ...answersOf(operation, components) },
  };
}

/** Whether all that a body may say is optional: then it need not be there. */
const isOptional = ({ body, bytes }: Operation): boolean => !bytes && body?.safeParse({}).success === true;

/** What a call takes: by content type, or JSON. */
const bodiesOf = ({ body, bytes }: Operation): [string, z.ZodType][] =>
  bytes ? Object.entries(bytes) : body ? [["application/json", body]] : [];

const contentOf = (bodies: [string, z.ZodType][], io: "input" | "output", components: Json): Json =>
  Object.fromEntries(bodies.map(([type, schema]) => [type, { schema: schemaOf(schema, io, components) }]));

const IDEMPOTENCY_KEY = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "The same key with the same query and body gets the same answer; with others it is refused with 422. Bodies are compared byte by byte: repeat what was sent, not what means the same.",
  schema: { type: "string", minLength: 1, maxLength: 255 },
};

function parametersOf(place: "path" | "query" | "header", schema: z.ZodType, components: Json): Json[] {
  const { properties = {}, required = [] } = schemaOf(schema, "input", components) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name,
    in: place,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: property,
  }));
}

function answersOf({ answers, forms = {} }: Operation, components: Json): Json {
  const entries = Object.entries(answers).map(([status, schema]) => {
    const type = schema instanceof z.ZodFile ? "*/*" : "application/json";
    const others = status === "200" ? Object.entries(forms) : [];
    const content = schema && { content: contentOf([[type, schema], ...others], "output", components) };
    return [status, { description: Number(status) < 300 ? "Done" : "Not done", ...content }];
  });
  return Object.fromEntries(entries);
}

function problemsOf(operation: Operation, components: Json): Json {
  const { caller, path, problems, body, managing } = operation;
  const bodied: ProblemCode[] = body ? ["malformed_json", "payload_too_large"] : [];
  const keyed: ProblemCode[] = isRepeatable(operation) ? ["idempotency_conflict"] : [];
  const managed: ProblemCode[] = managing ? ["forbidden"] : [];
  const all = new Set([...COMMON[caller], ...managed, ...bodied, ...keyed, ...problems]);
  const byStatus = Map.groupBy(all, (code) => PROBLEMS[code].status);
  const form: [string, z.ZodType] = path.startsWith("/v1.0/")
    ? ["application/json", VoipbinRefusal]
    : ["application/problem+json", Problem];
  const content = contentOf([form], "output", components);
  const entries = [...byStatus].map(([status, codes]) => {
    const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join("; ");
    return [status, { description, content }];
  });
  return Object.fromEntries(entries);
}

/** A schema as JSON Schema; those with an id become components and are referred to. */
export function schemaOf(schema: z.ZodType, io: "input" | "output", components: Json): Json {
  const {
    $schema: _,
    $defs = {},
    ...json
  } = z.toJSONSchema(schema, { io, target: "draft-2020-12", override }) as Json & { $defs?: Json };
  const named = { ...$defs, ...(typeof json.id === "string" && { [json.id]: json }) };
  for (const [id, definition] of Object.entries(named))
    components[id] = refer({ ...(definition as Json), id: undefined });
  return typeof json.id === "string" ? { $ref: `#/components/schemas/${json.id}` } : refer(json);
}

/** What is a number to whoever writes it is a text only on its way. */
function override({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.type === "integer") delete jsonSchema.pattern;
}

const refer = (json: Json): Json =>
  JSON.parse(JSON.stringify(json).replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
