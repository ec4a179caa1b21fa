import { contentOf } from "../channels/whatsapp/content.ts";
import type { Flow } from "../protocol/flow.ts";
import type { Trial, TrialInput, TrialResult } from "../protocol/flow-trial.ts";
import { optionId } from "./answers.ts";
import { labelsOf } from "./asking.ts";
import { type Execution, type Input, newExecution, type Output, type Said } from "./execution.ts";
import { step } from "./step.ts";

type Line = TrialResult["transcript"][number];

/** A flow being played with answers that somebody made up. */
interface Play {
  flow: Flow;
  trial: Trial;
  execution: Execution;
  /** Epoch milliseconds. */
  at: number;
  transcript: Line[];
  /** How often each node was answered. */
  answered: Map<string, number>;
}

/** Plays a flow without sending anything. @param at when it begins, in epoch milliseconds */
export function tryOut(flow: Flow, trial: Trial, at: number): TrialResult {
  const about = { customer: trial.customer, conversation: { id: null }, time_zone: trial.time_zone };
  const play: Play = { flow, trial, execution: newExecution(about), at, transcript: [], answered: new Map() };
  goOn(play, { type: "started", variables: trial.variables, message: null });
  for (const [index, input] of trial.inputs.entries()) {
    if (play.execution.ended) break;
    happen(play, input, index);
  }
  const { ended, waiting, node, answers, variables } = play.execution;
  return { transcript: play.transcript, ended, waiting_for: waiting?.for ?? null, node, answers, variables };
}

function happen(play: Play, input: TrialInput, index: number): void {
  const { node } = play.execution;
  if ("wait" in input) {
    play.at += input.wait * 1_000;
    play.transcript.push({ from: "time", node, type: "passed", content: `${input.wait} seconds`, data: input });
    passTime(play);
    return;
  }
  const message = saidOf(play, input, `test-${index + 1}`);
  play.transcript.push({ from: "customer", node, type: "said", content: message.content, data: { ...message } });
  goOn(play, { type: "said", message });
}

/** What came due, each at its own time. */
function passTime(play: Play): void {
  const until = play.at;
  for (;;) {
    const { waiting } = play.execution;
    if ((waiting?.for !== "answer" && waiting?.for !== "time") || waiting.until > until) break;
    play.at = waiting.until;
    goOn(play, { type: "time" });
  }
  play.at = until;
}

function goOn(play: Play, first: Input): void {
  for (let input: Input | null = first; input !== null; ) {
    const { execution, outputs } = step(play.flow, play.execution, input, play.at);
    play.execution = execution;
    for (const output of outputs) play.transcript.push(lineOf(output, execution.node));
    input = answerOf(play);
  }
}

/** What is answered from outside, where that is waited for. */
function answerOf(play: Play): Input | null {
  const { waiting, node } = play.execution;
  if (node === null || (waiting?.for !== "http" && waiting?.for !== "ai")) return null;
  const times = play.answered.get(node) ?? 0;
  play.answered.set(node, times + 1);
  const nth = <T>(given: T[] | undefined): T | undefined => given?.[Math.min(times, given.length - 1)];
  if (waiting.for === "ai") {
    const { body = null, low_confidence = true } = nth(play.trial.ai[node]) ?? {};
    told(play, node, "ai_answered", body ?? "Nothing", { body, low_confidence });
    return { type: "ai_answered", body, low_confidence };
  }
  const { status = null, body = null } = nth(play.trial.http[node]) ?? {};
  const isFine = status !== null && status >= 200 && status < 300;
  const error = isFine ? null : status === null ? `The test has no answer for ${node}.` : `The answer was ${status}.`;
  const answer = { status, body, error };
  told(play, node, "http_answered", error ?? `The answer was ${status}.`, answer);
  return { type: "http_answered", answer };
}

function told({ transcript }: Play, node: string, type: string, content: string, data: Record<string, unknown>): void {
  transcript.push({ from: "service", node, type, content, data });
}

function lineOf(output: Output, node: string | null): Line {
  const { type, ...data } = output;
  return { from: "flow", node, type, content: inWords(output), data };
}

function inWords(output: Output): string {
  switch (output.type) {
    case "say":
      return output.message.content ?? contentOf(output.message.message_type, output.message.payload);
    case "call_http":
      return `${output.call.method} ${output.call.url}`;
    case "ask_ai":
      return output.question;
    case "wait_until":
      return new Date(output.at).toISOString();
    case "ended":
      if (output.wants_ticket) return output.reason ?? "A person is asked for";
      return output.leads_to === "ai" ? "The AI agent goes on" : "The conversation is over";
  }
}

function saidOf({ flow, execution }: Play, input: Exclude<TrialInput, { wait: number }>, id: string): Said {
  if ("message" in input) return { id, ...input.message };
  if ("text" in input) return { id, message_type: "text", content: input.text, payload: { body: input.text } };
  if ("location" in input) {
    const payload = { ...input.location };
    return { id, message_type: "location", content: contentOf("location", payload), payload };
  }
  const node = execution.node ?? "";
  const question = flow.nodes[node];
  const answer = question?.type === "question" ? question.answer : null;
  const index = answer?.kind === "choice" ? answer.options.findIndex((option) => option.id === input.press) : -1;
  const title = (answer && labelsOf(answer, execution)[index]) ?? input.press;
  return { id, message_type: "button_reply", content: title, payload: { id: optionId(node, input.press), title } };
}
