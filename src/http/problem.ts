import type * as z from "zod";
import type { Result } from "../lib/result.ts";
import { PROBLEMS, type ProblemCode } from "../protocol/problem.ts";
import type { AppContext } from "./context.ts";

interface Extra {
  detail?: string;
  errors?: { field: string; detail: string }[];
  [field: string]: unknown;
}

/** What is told of a refusal (RFC 9457), where it is one of several in an answer. */
export function problemBody(c: AppContext, code: ProblemCode, extra: Extra = {}) {
  const { status, title } = PROBLEMS[code];
  const type = `urn:conversation-store:problem:${code}`;
  return { type, title, status, ...extra, code, request_id: c.get("request_id") };
}

/** The only place where the answer to a refusal is made. */
export function problem(c: AppContext, code: ProblemCode, extra: Extra = {}): Response {
  const body = problemBody(c, code, extra);
  const { status } = body;
  const headers: Record<string, string> = { "Content-Type": "application/problem+json" };
  if (status === 401) headers["WWW-Authenticate"] = "Bearer";
  return new Response(JSON.stringify(body), { status, headers });
}

/** What was asked for, or the refusal. */
export function answer<T>(
  c: AppContext,
  result: Result<T, { code: ProblemCode }>,
  print: (value: T) => Response,
): Response {
  return result.ok ? print(result.value) : problem(c, result.error.code);
}

/** A 400 that names every field at fault. */
export function invalid(c: AppContext, place: "body" | "query" | "path", error: z.ZodError): Response {
  const errors = error.issues.flatMap((issue) => {
    const paths = issue.code === "unrecognized_keys" ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    return paths.map((path) => ({ field: nameOf(place, path.map(String)), detail: issue.message }));
  });
  return problem(c, "invalid_request", { errors });
}

/** How a caller finds a field: those of the body by their own path. */
const nameOf = (place: string, path: string[]): string =>
  [...(place === "body" && path.length > 0 ? [] : [place]), ...path].join(".");
