import { isProblem } from "../../api/problem.ts";

/** Something about a flow, and where in its JSON. */
export interface FlowFault {
  /** `nodes.ask.next`; empty for the whole. */
  path: string;
  detail: string;
  isWarning: boolean;
}

/** A fault of a body `{"flow": …}` as one of the flow in it. */
export const flowFaultOf = ({ field, detail }: { field: string; detail: string }, isWarning: boolean): FlowFault => ({
  path: field.replace(/^flow(?:\.|$)/, ""),
  detail,
  isWarning,
});

/** What a refusal says of a flow; null where it is about something else. */
export function faultsIn(error: unknown): FlowFault[] | null {
  if (!isProblem(error, "flow_invalid", "invalid_request")) return null;
  const ofFlow = error.fields.filter(({ field }) => /^flow(?:\.|$)/.test(field));
  return ofFlow.map((one) => flowFaultOf(one, false));
}

/** The node that a fault is about; null for the whole. */
export const nodeOf = (path: string): string | null => /^nodes\.([^.]+)/.exec(path)?.[1] ?? null;
