import type * as z from "zod";
import type { ProblemCode, Problem as ProblemSchema } from "../../protocol/problem.ts";

type Document = z.output<typeof ProblemSchema>;

/** Why a call failed: the API's own problem, or `offline` where nothing was heard of it. */
export class ApiProblem extends Error {
  readonly code: ProblemCode | "offline" | "unreadable";
  readonly status: number;
  /** What to do about it, in the API's words. */
  readonly detail: string | null;
  readonly requestId: string | null;
  /** Every field at fault, with why. */
  readonly fields: { field: string; detail: string }[];
  /** The whole document: some codes say more. */
  readonly document: Partial<Document>;

  constructor(code: ApiProblem["code"], status: number, document: Partial<Document> = {}) {
    super(document.title ?? code);
    this.name = "ApiProblem";
    this.code = code;
    this.status = status;
    this.detail = document.detail ?? null;
    this.requestId = document.request_id ?? null;
    this.fields = document.errors ?? [];
    this.document = document;
  }
}

export const isProblem = (error: unknown, ...codes: ApiProblem["code"][]): error is ApiProblem =>
  error instanceof ApiProblem && (codes.length === 0 || codes.includes(error.code));

/** A failed answer as a problem, whatever somebody in between made of it. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const document = await response.json().catch(() => null);
  return document !== null && typeof document.code === "string"
    ? new ApiProblem(document.code, response.status, document)
    : new ApiProblem("unreadable", response.status);
}
