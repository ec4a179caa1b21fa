import type { Body } from "../../api/types.ts";

type NewFlow = Body<"createFlow">;

/** Flows to begin from. */
export const TEMPLATES = ["empty", "order-status", "appointment", "complaint"] as const;
export type Template = (typeof TEMPLATES)[number];

const files = import.meta.glob<Pick<NewFlow, "flow">>("../../../selfhost/demo-flows/*.json", { import: "default" });

const EMPTY: NewFlow["flow"] = {
  triggers: [],
  start: "hello",
  nodes: {
    hello: { type: "message", message: { content: "Hello {{customer.name|there}}!" }, next: "done" },
    done: { type: "end", leads_to: "close" },
  },
};

/** What a flow that is begun from a template looks like. */
export async function flowOf(template: Template): Promise<NewFlow["flow"]> {
  const file = await files[`../../../selfhost/demo-flows/${template}.json`]?.();
  return file?.flow ?? EMPTY;
}
