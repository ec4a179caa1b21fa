import type { NodeOf } from "../protocol/flow.ts";
import { Outgoing } from "../protocol/outgoing.ts";
import { labelsOf, questionWording } from "./asking.ts";
import { holds } from "./conditions.ts";
import type { HttpCall, Wording } from "./execution.ts";
import { finish, giveUp, type Run, waitFor } from "./run.ts";
import { fill, fillAll, headerParts } from "./template.ts";

const LONGEST_TEXT = 4_096;

/** Does what a node says; the node that comes next, or null where it waits or has ended. */
export function enter(run: Run, id: string): string | null {
  const { flow, execution, at } = run;
  const node = Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined;
  switch (node?.type) {
    case undefined:
      giveUp(run, `The flow has no node ${id}`);
      return null;
    case "message":
      return say(run, id, node);
    case "question":
      if (isSaid(run, id, questionWording(id, node, execution))) {
        const labels = labelsOf(node.answer, execution);
        waitFor(run, { for: "answer", failed: 0, until: at + node.timeout * 1_000, labels });
      }
      return null;
    case "condition":
      return node.cases.find(({ when }) => holds(when, execution))?.next ?? node.otherwise;
    case "set":
      execution.variables = { ...execution.variables, ...(fillAll(node.variables, execution) as object) };
      return tooMuch(run) ? null : node.next;
    case "http":
      return call(run, node);
    case "ai_answer":
      execution.calls++;
      waitFor(run, { for: "ai", question: fill(node.question, execution), number: execution.calls });
      return null;
    case "wait":
      waitFor(run, { for: "time", until: at + node.seconds * 1_000 });
      return null;
    case "jump":
      return node.to;
    case "ticket":
      finish(run, { reason: fill(node.reason, execution).slice(0, 500), team_id: node.team_id ?? null });
      return null;
    case "end":
      finish(run, { wants_ticket: false, leads_to: node.leads_to });
      return null;
  }
}

function say(run: Run, id: string, { message, next }: NodeOf<"message">): string | null {
  const { message_type, content, payload = {} } = message;
  const filled = fillAll(payload, run.execution) as Record<string, unknown>;
  const text = content === undefined ? null : cut(fill(content, run.execution));
  const wording = worded(run, { message_type, content: text, payload: filled });
  // There is nothing yet that a reaction could be for.
  if (wording === null) return next;
  return isSaid(run, id, wording) ? next : null;
}

/** What is filled in may make a message that nobody can send: then a person takes over. */
function isSaid(run: Run, id: string, message: Wording): boolean {
  const { success, error } = Outgoing.safeParse(message);
  const [issue] = error?.issues ?? [];
  if (success) run.outputs.push({ type: "say", message });
  else giveUp(run, `The message of ${id} cannot be sent: ${issue?.path.join(".")} ${issue?.message}`);
  return success;
}

function worded({ execution }: Run, { message_type, content, payload }: Wording): Wording | null {
  if (message_type === "reaction") {
    const { message } = execution;
    return message && { message_type, content, payload: { ...payload, message_id: message.id } };
  }
  if (message_type !== "text") return { message_type, content, payload };
  const body = cut(content ?? String(payload.body ?? ""));
  return { message_type, content: body, payload: { ...payload, body } };
}

const cut = (text: string): string => [...text].slice(0, LONGEST_TEXT).join("");

/** A row holds 2 MB: what a flow gathers is far less. */
const MOST_GATHERED = 262_144;

function tooMuch(run: Run): boolean {
  const isTooMuch = JSON.stringify(run.execution.variables).length > MOST_GATHERED;
  if (isTooMuch) giveUp(run, "The flow's variables are too large");
  return isTooMuch;
}

function call(run: Run, node: NodeOf<"http">): string | null {
  const { execution } = run;
  const url = fill(node.url, execution, encodeURIComponent);
  if (climbs(url)) {
    execution.http = { status: null, body: null, error: "The URL would lead elsewhere" };
    if (node.on_failure !== undefined) return node.on_failure;
    giveUp(run, "What the customer said makes a URL that leads elsewhere");
    return null;
  }
  execution.calls++;
  const headers = Object.entries(node.headers).map(([name, text]) => ({ name, parts: headerParts(text, execution) }));
  const body = node.body === undefined || node.method === "GET" ? null : JSON.stringify(fillAll(node.body, execution));
  const request: HttpCall = {
    number: execution.calls,
    method: node.method,
    url,
    headers,
    body,
    timeout_ms: node.timeout * 1_000,
  };
  waitFor(run, { for: "http", call: request });
  return null;
}

/** `/orders/..` is another resource, however the dots are written (WHATWG URL, 4.4). */
const climbs = (url: string): boolean => /\/(?:\.|%2e){1,2}(?:[/?#]|$)/i.test(url);
