import * as z from "zod";
import type { ProblemCode } from "./problem.ts";

/** What a call answers, by status; null for no body. */
interface Answers<Schema = z.ZodType> {
  [status: number]: Schema | null;
}

/** Any schema, as little as the compiler needs to know of it: what a `z.ZodType` has beside takes it long to compare. */
type Schema = z.core.$ZodType;

/**
 * One call of the HTTP API: what it takes and what it answers. The code parses by it, the reference is written from it.
 * `I` is the body as a client writes it, before defaults are filled in.
 */
export interface Operation<P = unknown, Q = unknown, B = unknown, A extends Answers<Schema> = Answers, I = unknown> {
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** With parameters in braces, as OpenAPI writes them. */
  path: string;
  tag: string;
  summary: string;
  caller: "tenant" | "operator" | "anyone";
  /** Of a tenant's callers only its keys and its admins: an agent must not make one of themselves. */
  managing?: true;
  /**
   * It knows no Idempotency-Key: it takes or gives a secret, of which not even a hash may be kept, or what is sent again
   * changes nothing and is told so.
   */
  isKeyless?: true;
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
  /** Other forms in which its answer may be had, by content type. */
  forms?: { [contentType: string]: z.ZodType };
  problems: ProblemCode[];
}

type Fixed = "id" | "method" | "path" | "tag" | "summary";
type Inferred = "params" | "query" | "body" | "answers";

/** A call as it is written. */
interface Given<P, Q, B, A> extends Pick<Operation, Fixed>, Partial<Omit<Operation, Fixed | Inferred>> {
  params?: P;
  query?: Q;
  body?: B;
  answers: A;
}

const none = z.object({});

/** Fills in what most calls have in common. */
export function operation<
  A extends Answers<Schema>,
  P extends Schema = z.ZodType<object>,
  Q extends Schema = z.ZodType<object>,
  B extends Schema | null = null,
>(given: Given<P, Q, B, A>): Operation<z.output<P>, z.output<Q>, OutputOf<B>, A, InputOf<B>> {
  const whole = { caller: "tenant", problems: [], params: none, query: none, body: null, ...given };
  return whole as unknown as Operation<z.output<P>, z.output<Q>, OutputOf<B>, A, InputOf<B>>;
}

type OutputOf<B> = B extends null ? undefined : z.output<B>;
type InputOf<B> = B extends null ? undefined : z.input<B>;

/** A call whose body is no JSON: whoever handles it is given the bytes. */
export const operationOnBytes = <A extends Answers<Schema>, Q extends Schema>(
  given: Given<z.ZodType<object>, Q, null, A> & Required<Pick<Operation, "bytes">>,
): Operation<object, z.output<Q>, Uint8Array<ArrayBuffer>, A, undefined> =>
  operation(given) as Operation<unknown, unknown, unknown, A> as Operation<
    object,
    z.output<Q>,
    Uint8Array<ArrayBuffer>,
    A,
    undefined
  >;

/** The id in a path. */
export const idInPath = z.object({ id: z.guid() });
