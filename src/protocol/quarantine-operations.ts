import * as z from "zod";
import { queryInteger } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";
import {
  QuarantineCursor,
  QuarantineItemWhole,
  QuarantinePage,
  Reason,
  Replayed,
  ReplayedAll,
  ReplayRequest,
} from "./quarantine.ts";

const QuarantineQuery = z.object({
  reason: Reason.optional(),
  limit: queryInteger(1, 200).optional().meta({ description: "At most so many; 50 unless said" }),
  cursor: QuarantineCursor.optional(),
});

/** The calls about what could not be placed: a tenant's, and what belongs to none. */
function quarantineOperations(caller: "tenant" | "operator", path: string, name: string, what: string) {
  // What could not be placed may be of any outlet.
  const access = caller === "tenant" ? ({ caller, managing: true } as const) : { caller };
  const common = { ...access, tag: caller === "operator" ? "Operation" : "Quarantine" } as const;
  const ofOne = { ...common, params: idInPath, problems: ["not_found"] as ProblemCode[] };
  return {
    list: operation({
      ...common,
      id: `list${name}`,
      method: "get",
      path,
      summary: `${what} that could not be placed, kept for 90 days`,
      query: QuarantineQuery,
      answers: { 200: QuarantinePage },
    }),
    get: operation({
      ...ofOne,
      id: `get${name}Item`,
      method: "get",
      path: `${path}/{id}`,
      summary: "One item of it, as it came",
      answers: { 200: QuarantineItemWhole },
    }),
    replay: operation({
      ...ofOne,
      id: `replay${name}Item`,
      method: "post",
      path: `${path}/{id}/replay`,
      summary: "Try to place an item again; what was placed is gone from here",
      answers: { 200: Replayed },
    }),
    replayAll: operation({
      ...common,
      id: `replay${name}`,
      method: "post",
      path: `${path}/replay`,
      summary: "Try to place up to 100 items again, the oldest first",
      body: ReplayRequest,
      answers: { 200: ReplayedAll },
    }),
    discard: operation({
      ...ofOne,
      id: `discard${name}Item`,
      method: "delete",
      path: `${path}/{id}`,
      summary: "Throw an item away",
      answers: { 204: null },
    }),
  };
}

export const QUARANTINE = quarantineOperations(
  "tenant",
  "/api/v1/quarantine",
  "Quarantine",
  "Items of the tenant's webhooks",
);
export const UNPLACED = quarantineOperations(
  "operator",
  "/admin/v1/quarantine",
  "Unplaced",
  "Items of webhooks that belong to no tenant",
);

export const QUARANTINE_OPERATIONS = {
  listQuarantine: QUARANTINE.list,
  getQuarantineItem: QUARANTINE.get,
  replayQuarantineItem: QUARANTINE.replay,
  replayQuarantine: QUARANTINE.replayAll,
  discardQuarantineItem: QUARANTINE.discard,
  listUnplaced: UNPLACED.list,
  getUnplacedItem: UNPLACED.get,
  replayUnplacedItem: UNPLACED.replay,
  replayUnplaced: UNPLACED.replayAll,
  discardUnplacedItem: UNPLACED.discard,
};
