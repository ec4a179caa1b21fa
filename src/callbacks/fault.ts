import type { Rejection } from "../domain/rejections.ts";
import { type ProblemCode, problemOf } from "../protocol/problem.ts";

/** Why an event is not taken, for whoever wrote the service that sends it. */
export interface Fault {
  code: ProblemCode;
  detail?: string;
  errors?: { field: string; detail: string }[];
  [extra: string]: unknown;
}

/** A fault of one field, by the name under which its sender finds it. */
export const fieldFault = (field: string, detail: string): Fault => ({
  code: "invalid_request",
  errors: [{ field, detail }],
});

/** A rule of the thread that refuses what an event asks for. */
export const faultOf = (rejection: Rejection): Fault => problemOf(rejection);
