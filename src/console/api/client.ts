import { CALLS } from "virtual:calls";
import { ApiProblem, problemOf } from "./problem.ts";
import type { Answer, Body, OperationId, Params, Query } from "./types.ts";

/** What a call takes: parameters of its path, its query and its body, each only where it has such. */
export type Call<Id extends OperationId> = {
  query?: Query<Id>;
  signal?: AbortSignal;
  /** The same key again is the same call: what may be repeated after a lost answer carries one. */
  idempotencyKey?: string;
} & (keyof Params<Id> extends never ? { params?: undefined } : { params: Params<Id> }) &
  (Body<Id> extends undefined ? { body?: undefined } : { body: Body<Id> });

/** Any call, once its type has been checked. */
interface Loosely {
  params?: object;
  query?: object;
  body?: unknown;
  signal?: AbortSignal;
  idempotencyKey?: string;
}

type Needless<Id extends OperationId> = object extends Call<Id> ? [call?: Call<Id>] : [call: Call<Id>];

const listeners = new Set<() => void>();
/** How often somebody signed in here: what was asked before says nothing of who is here now. */
let signIns = 0;

/** Somebody signed in just now. */
export function noteSignIn(): void {
  signIns += 1;
}

/** Has `listener` told when a call was refused because nobody is signed in any more. @returns how to stop it */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The address of a call, with its query. */
export function urlOf<Id extends OperationId>(id: Id, params?: Params<Id>, query?: Query<Id>): string {
  const path = pathOf(id).replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(`${params?.[name as keyof Params<Id>]}`),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {}))
    if (value !== undefined && value !== null && value !== "") search.set(name, `${value}`);
  return search.size === 0 ? path : `${path}?${search}`;
}

const methodOf = (id: OperationId): string => CALLS[id]?.split(" ")[0] ?? "GET";
const pathOf = (id: OperationId): string => CALLS[id]?.split(" ")[1] ?? "";

/**
 * Makes a call of the API by its id in the reference (`/docs`), as the agent who is signed in.
 * @throws ApiProblem when it is refused, or `offline` when no answer came
 */
export async function call<Id extends OperationId>(id: Id, ...[given]: Needless<Id>): Promise<Answer<Id>> {
  const { params, query, body, signal, idempotencyKey } = (given ?? {}) as Loosely;
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (idempotencyKey !== undefined) headers["Idempotency-Key"] = idempotencyKey;
  const askedBy = signIns;
  const response = await fetch(urlOf(id, params as never, query as never), {
    method: methodOf(id),
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((error: Error) => {
    throw error.name === "AbortError" ? error : new ApiProblem("offline", 0);
  });
  if (!response.ok) throw await refused(response, askedBy);
  if (response.status === 204 || response.headers.get("Content-Length") === "0") return undefined as Answer<Id>;
  return response.json().catch(() => undefined) as Promise<Answer<Id>>;
}

async function refused(response: Response, askedBy: number): Promise<ApiProblem> {
  const problem = await problemOf(response);
  if (problem.code === "unauthorized" && askedBy === signIns) for (const listener of listeners) listener();
  return problem;
}
