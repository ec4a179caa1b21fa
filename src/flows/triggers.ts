import type { FlowTrigger } from "../domain/triggers.ts";
import type { Flow } from "../protocol/flow.ts";

/** What begins a flow, as the rules read it. */
export const triggersOf = ({ triggers }: Flow): FlowTrigger[] =>
  triggers.map((trigger) => {
    if (trigger.on === "word") return { on: "word", values: trigger.words };
    return trigger.on === "button" ? { on: "button", values: trigger.ids } : { on: "conversation", values: [] };
  });
