import { z } from "zod";
import type { ProblemCode } from "./problem.ts";

/** What a call answers, by status; null for no body. */
interface Answers {
  [status: number]: z.ZodType | null;
}

/**
 * One call of the HTTP API: what it takes and what it answers. The code parses by it, the reference is written from it.
 * `I` is the body as a client writes it, before defaults are filled in.
 */
export interface Operation<P = unknown, Q = unknown, B = unknown, A extends Answers = Answers, I = unknown> {
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
  body: z.ZodType<B, I> | null;
  /** Bodies that are no JSON, or several kinds of it, by content type: whoever handles the call reads them. */
  bytes?: { [contentType: string]: z.ZodType };
  /** Of its body, in bytes; 1 MB unless said. */
  limit?: number;
  /** Headers of which the reference tells: whoever handles the call reads them. */
  headers?: z.ZodType;
  answers: A;
  problems: ProblemCode[];
}

type Loose<P, Q, B, A extends Answers, I> = Pick<
  Operation<P, Q, B, A, I>,
  "id" | "method" | "path" | "tag" | "summary" | "answers"
> &
  Partial<Operation<P, Q, B, A, I>>;

const none = z.object({});

/** Fills in what most calls have in common. */
export function operation<P = object, Q = object, B = undefined, A extends Answers = Answers, I = undefined>(
  given: Loose<P, Q, B, A, I>,
): Operation<P, Q, B, A, I> {
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
