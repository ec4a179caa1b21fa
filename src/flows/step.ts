import { USUAL_REASONS } from "../domain/usual-reasons.ts";
import type { Flow } from "../protocol/flow.ts";
import { readAnswer } from "./answers.ts";
import { labelsOf, retryWording } from "./asking.ts";
import { enter } from "./entering.ts";
import type { Execution, Input, Output } from "./execution.ts";
import { finish, giveUp, type Run, waitFor } from "./run.ts";

/** So many steps after the customer's last word are a loop: none that is meant is as long. */
const MOST_STEPS = 200;

/**
 * Goes on with an execution after something happened: what it is then, and what is to be done about it, in order. Pure;
 * what comes too late, or is not waited for, changes nothing.
 * @param at epoch milliseconds
 */
export function step(
  flow: Flow,
  execution: Execution,
  input: Input,
  at: number,
): { execution: Execution; outputs: Output[] } {
  const run: Run = { flow, at, execution: { ...execution }, outputs: [] };
  if (execution.ended) return { execution, outputs: [] };
  walk(run, taken(run, input));
  return { execution: run.execution, outputs: run.outputs };
}

/** From node to node, until something is waited for or it has ended. */
function walk(run: Run, first: string | null): void {
  for (let id = first; id !== null; ) {
    run.execution.steps++;
    run.execution.node = id;
    run.execution.waiting = null;
    if (run.execution.steps > MOST_STEPS) {
      giveUp(run, `The flow goes round in a circle at ${id}`);
      return;
    }
    id = enter(run, id);
  }
}

/** Where an input leads; null where it stays. */
function taken(run: Run, input: Input): string | null {
  const { execution, flow } = run;
  switch (input.type) {
    case "started":
      execution.variables = { ...flow.variables, ...input.variables };
      execution.message = input.message;
      return flow.start;
    case "said":
      execution.message = input.message;
      execution.steps = 0;
      return heard(run, input);
    case "time":
      return timeCame(run);
    case "http_answered":
      return httpAnswered(run, input.answer);
    case "ai_answered":
      return aiAnswered(run, input);
  }
}

function heard(run: Run, { message, isMeanwhile = false }: Extract<Input, { type: "said" }>): string | null {
  const { execution, flow, at } = run;
  const { node: id, waiting } = execution;
  const node = id === null ? undefined : flow.nodes[id];
  if (waiting?.for === "time" && node?.type === "wait") return node.on_message ?? null;
  if (id === null || waiting?.for !== "answer" || node?.type !== "question") return null;
  const { answer, save_as } = node;
  const labels = waiting.labels ?? labelsOf(answer, execution);
  const read = readAnswer(answer, message, { node: id, at, time_zone: execution.about.time_zone, labels });
  if (!read.ok) return isMeanwhile ? null : notUnderstood(run, id, read.error);
  execution.answers = { ...execution.answers, [save_as]: read.value };
  if (answer.kind !== "choice") return node.next;
  const index = answer.options.findIndex((option) => option.id === read.value);
  execution.answers = { ...execution.answers, [`${save_as}_label`]: labels[index] ?? "" };
  return answer.options[index]?.next ?? node.next;
}

function notUnderstood(run: Run, id: string, misfit: string | null): string | null {
  const { execution, flow, at } = run;
  const { waiting } = execution;
  const node = flow.nodes[id];
  if (waiting?.for !== "answer" || node?.type !== "question") return null;
  const failed = waiting.failed + 1;
  if (failed <= node.retries) {
    run.outputs.push({ type: "say", message: retryWording(id, node, flow, execution, misfit) });
    const labels = labelsOf(node.answer, execution);
    waitFor(run, { for: "answer", failed, failed_at: at, until: at + node.timeout * 1_000, labels });
    return null;
  }
  if (node.on_failed !== undefined) return node.on_failed;
  finish(run, { reason: USUAL_REASONS.not_understood(node.save_as) });
  return null;
}

function timeCame(run: Run): string | null {
  const { node: id, waiting } = run.execution;
  const node = id === null ? undefined : run.flow.nodes[id];
  if ((waiting?.for !== "answer" && waiting?.for !== "time") || waiting.until > run.at) return null;
  if (node?.type === "wait") return node.next;
  if (node?.type !== "question") return null;
  if (node.on_timeout !== undefined) return node.on_timeout;
  giveUp(run, `Nobody answered the flow's question within ${node.timeout} seconds (${node.save_as})`);
  return null;
}

function httpAnswered(
  run: Run,
  { status, body, error }: Extract<Input, { type: "http_answered" }>["answer"],
): string | null {
  const { execution, flow } = run;
  const node = execution.node === null ? undefined : flow.nodes[execution.node];
  if (execution.waiting?.for !== "http" || node?.type !== "http") return null;
  execution.http = { status, body, error };
  if (node.save_as !== undefined) execution.variables = { ...execution.variables, [node.save_as]: body };
  if (error === null) return node.next;
  if (node.on_failure !== undefined) return node.on_failure;
  giveUp(run, `A service that the flow asks did not answer: ${error}`);
  return null;
}

function aiAnswered(run: Run, { body, low_confidence }: Extract<Input, { type: "ai_answered" }>): string | null {
  const { execution, flow } = run;
  const node = execution.node === null ? undefined : flow.nodes[execution.node];
  if (execution.waiting?.for !== "ai" || node?.type !== "ai_answer") return null;
  execution.ai = { body, low_confidence: low_confidence || body === null };
  if (execution.ai.low_confidence && node.on_low_confidence !== undefined) return node.on_low_confidence;
  if (body === null) {
    giveUp(run, "The AI agent gave the flow no answer");
    return null;
  }
  if (node.say) run.outputs.push({ type: "say", message: { message_type: "text", content: body, payload: { body } } });
  return node.next;
}
