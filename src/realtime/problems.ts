import { PROBLEMS } from "../protocol/problem.ts";
import type { Refusal } from "./socket.ts";

/** A refusal as the HTTP API prints it (RFC 9457). */
export function printProblem({ code, ...extra }: Refusal): object {
  const { status, title } = PROBLEMS[code];
  const type = `urn:conversation-store:problem:${code}`;
  return { type, title, status, ...extra, code, request_id: crypto.randomUUID() };
}
