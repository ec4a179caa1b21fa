import { Flow } from "../../../src/protocol/flow.ts";
import type { FlowRecord } from "../../../src/tenant/records.ts";
import type { World } from "./world.ts";

const BEFORE = "2031-01-01T00:00:00.000Z";
export const FLOW_ID = "6a0f5a3e-0d5c-4b69-8f0e-3f7f1f0a7c04";

/** Whom the flow asks. */
export const SERVICE = "https://service.example";

/** The word that begins it. */
export const MENU = "menu";

/** A flow that says, asks, waits, and asks others: all that takes time. */
const FLOW = Flow.parse({
  start: "welcome",
  nodes: {
    welcome: { type: "message", message: { content: "Welcome" }, next: "size" },
    size: {
      type: "question",
      text: "How many?",
      answer: { kind: "number", min: 1 },
      save_as: "count",
      retries: 1,
      timeout: 120,
      next: "order",
      on_timeout: "advice",
    },
    order: {
      type: "http",
      method: "POST",
      url: `${SERVICE}/orders`,
      body: { count: "{{answers.count}}" },
      save_as: "order",
      next: "pause",
      on_failure: "advice",
    },
    pause: { type: "wait", seconds: 20, next: "done", on_message: "advice" },
    done: { type: "message", message: { content: "It is on its way" }, next: "end" },
    advice: { type: "ai_answer", question: "What now?", next: "end", on_low_confidence: "person" },
    person: { type: "ticket" },
    end: { type: "end", leads_to: "ai" },
  },
});

/** In some shops every conversation begins with it, in some only who asks for it gets it, and some have none. */
export function flowRecordFor(world: World): FlowRecord[] {
  const triggers = world.pick<FlowRecord["triggers"]>([
    [],
    [],
    [],
    [{ on: "word", values: [MENU] }],
    [{ on: "conversation", values: [] }],
  ]);
  const kept = { id: FLOW_ID, created_at: BEFORE, updated_at: BEFORE };
  const record = { ...kept, name: "Orders", triggers, is_live: true, enabled: true, published_version: 1 };
  return triggers.length === 0 ? [] : [record];
}

/** What the settings keep of it. */
export function recordOf(kind: string, id: string): object | null {
  if (kind === "flow" && id === FLOW_ID) return { id, name: "Orders", published_version: 1 };
  return kind === "flow_version" ? { flow_id: FLOW_ID, version: 1, flow: FLOW, published_at: BEFORE } : null;
}
