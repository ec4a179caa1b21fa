import { z } from "zod";
import type { ProblemCode } from "./problem.ts";

/** One call of the HTTP API: what it takes and what it answers. The code parses by it, the reference is written from it. */
export interface Operation<P = unknown, Q = unknown, B = unknown> {
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** With parameters in braces, as OpenAPI writes them. */
  path: string;
  tag: string;
  summary: string;
  caller: "tenant" | "operator" | "anyone";
  /** Of a tenant's callers only its keys and its admins: an agent must not make one of themselves. */
  managing?: true;
  /** It takes or gives a secret, of which not even a hash may be kept: it knows no Idempotency-Key. */
  isSecret?: true;
  params: z.ZodType<P>;
  query: z.ZodType<Q>;
  body: z.ZodType<B> | null;
  /** Bodies that are no JSON, or several kinds of it, by content type: whoever handles the call reads them. */
  bytes?: { [contentType: string]: z.ZodType };
  /** Of its body, in bytes; 1 MB unless said. */
  limit?: number;
  /** Headers of which the reference tells: whoever handles the call reads them. */
  headers?: z.ZodType;
  answers: { [status: number]: z.ZodType | null };
  problems: ProblemCode[];
}

type Loose<P, Q, B> = Pick<Operation<P, Q, B>, "id" | "method" | "path" | "tag" | "summary" | "answers"> &
  Partial<Operation<P, Q, B>>;

const none = z.object({});

/** Fills in what most calls have in common. */
export function operation<P = object, Q = object, B = undefined>(given: Loose<P, Q, B>): Operation<P, Q, B> {
  return {
    caller: "tenant",
    problems: [],
    params: none as unknown as z.ZodType<P>,
    query: none as unknown as z.ZodType<Q>,
    body: null,
    ...given,
  };
}

/** The id in a path. */
export const idInPath = z.object({ id: z.guid() });
