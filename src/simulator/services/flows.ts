import { bodyOf, conversationOf, textIn } from "./callback.ts";
import { plain } from "./canned.ts";
import type { CloudEvent, Reaction, Saying, StandIn, Surroundings } from "./service.ts";

/** Where an execution stands: what the customer was asked last. */
type Step = "menu" | "order_number" | "satisfied" | "ended";

interface Execution {
  flow_execution_id: string;
  step: Step;
}

const MENU = "Welcome! What is it about? Reply with a number:\n1 an order\n2 our opening hours\n3 something else";

/** The flows: one menu, which ends with or without the order for a ticket. */
export const flows: StandIn = {
  name: "ms-flows",
  types: ["start-flow-execution", "message-added"],
  thinks_ms: 200,
  handle(event, surroundings) {
    if (event.type === "start-flow-execution") return begin(event, surroundings);
    const execution = surroundings.memory as Execution | null;
    const isOver = execution === null || execution.step === "ended";
    return isOver ? { says: [] } : proceed(event, execution, surroundings);
  },
};

function begin(event: CloudEvent, { thinks_ms }: Surroundings): Reaction {
  const flow_execution_id = textIn(event.data.flow_execution_id) || event.id;
  const execution: Execution = { flow_execution_id, step: "menu" };
  return { memory: { ...execution }, says: [says(event, execution, MENU, thinks_ms)] };
}

function proceed(event: CloudEvent, execution: Execution, { thinks_ms }: Surroundings): Reaction {
  const { body, step, wants_ticket } = next(execution.step, plain(bodyOf(event)));
  const memory: Execution = { ...execution, step };
  const ending = { type: "flow-execution-ended", ...ended(event, memory, wants_ticket), after_ms: thinks_ms };
  return {
    memory: { ...memory },
    says: [says(event, memory, body, thinks_ms), ...(step === "ended" ? [ending] : [])],
  };
}

interface Move {
  body: string;
  step: Step;
  wants_ticket: boolean;
}

/** @param heard what the customer said, as `plain` gives it */
function next(step: Step, heard: string): Move {
  const goOn = (body: string, to: Step): Move => ({ body, step: to, wants_ticket: false });
  const end = (body: string, wants_ticket: boolean): Move => ({ body, step: "ended", wants_ticket });
  if (step === "menu") {
    if (/ (1|order) /.test(heard)) return goOn("What is the order's number?", "order_number");
    if (/ (2|hours) /.test(heard))
      return goOn("Monday to Saturday, 9 to 19 h. Did that help? (yes or no)", "satisfied");
    if (/ (3|else) /.test(heard)) return end("Then somebody of our team will read this.", true);
    return goOn(`I did not get that. ${MENU}`, "menu");
  }
  if (step === "order_number") {
    const number = /\d+/.exec(heard)?.[0];
    if (number === undefined) return goOn("That has no number in it. What is the order's number?", "order_number");
    return goOn(`Order ${number} comes tomorrow. Did that help? (yes or no)`, "satisfied");
  }
  if (/ (yes|yeah|sí|si|ya|ja) /.test(heard)) return end("Good. Until next time!", false);
  return end("Then somebody of our team will read this.", true);
}

const flowOf = (event: CloudEvent, { flow_execution_id }: Execution) => ({
  conversation_id: conversationOf(event),
  flow_execution_id,
  flow_type: "rigid",
});

const says = (event: CloudEvent, execution: Execution, body: string, after_ms: number): Saying => ({
  type: "flow-answer-generated",
  data: { ...flowOf(event, execution), body },
  after_ms,
});

const ended = (event: CloudEvent, execution: Execution, is_ticket_required: boolean) => ({
  data: { ...flowOf(event, execution), is_ticket_required },
});
