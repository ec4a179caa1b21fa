import { urlFault } from "../lib/outside-url.ts";
import type { Flow, Node } from "../protocol/flow.ts";
import { Outgoing } from "../protocol/outgoing.ts";
import { edgesOf } from "./edges.ts";
import { hasPlace, pathsIn, ROOTS } from "./template.ts";

/** Something wrong with a flow, and where: a path in its JSON such as `nodes.ask.next`. */
export interface Fault {
  field: string;
  detail: string;
}

/** What a flow is kept among. */
export interface Surroundings {
  /** Of `ALLOW_PRIVATE_URLS`. */
  allowedUrls: string | undefined;
  /** In seconds; null where silence closes nothing. */
  silence: number | null;
}

/** All that is wrong with a flow whose shape is sound. Errors: it cannot be kept. Warnings: it may not be what was meant. */
export function faultsOf(flow: Flow, { allowedUrls, silence }: Surroundings): { errors: Fault[]; warnings: Fault[] } {
  const errors = [...unknownTargets(flow), ...missingEnd(flow), ...circles(flow), ...contents(flow, allowedUrls)];
  return { errors, warnings: [...unreachable(flow), ...unknownNames(flow), ...outlasted(flow, silence)] };
}

const nodesOf = (flow: Flow): [string, Node][] => Object.entries(flow.nodes);
const has = (flow: Flow, id: string): boolean => Object.hasOwn(flow.nodes, id);

function unknownTargets(flow: Flow): Fault[] {
  const all = [
    { field: "start", to: flow.start },
    ...nodesOf(flow).flatMap(([id, node]) =>
      edgesOf(node).map(({ path, to }) => ({ field: `nodes.${id}.${path}`, to })),
    ),
  ];
  return all.filter(({ to }) => !has(flow, to)).map(({ field, to }) => ({ field, detail: `There is no node ${to}.` }));
}

/** The nodes that are come to from the first. */
function reached(flow: Flow): Set<string> {
  const seen = new Set<string>();
  const waiting = has(flow, flow.start) ? [flow.start] : [];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = flow.nodes[id];
    if (node) waiting.push(...edgesOf(node).flatMap(({ to }) => (has(flow, to) ? [to] : [])));
  }
  return seen;
}

function unreachable(flow: Flow): Fault[] {
  const seen = reached(flow);
  return nodesOf(flow)
    .filter(([id]) => !seen.has(id))
    .map(([id]) => ({ field: `nodes.${id}`, detail: "Nothing leads here." }));
}

function missingEnd(flow: Flow): Fault[] {
  const isEnd = (id: string) => ["end", "ticket"].includes(flow.nodes[id]?.type ?? "");
  if ([...reached(flow)].some(isEnd)) return [];
  return [{ field: "nodes", detail: "The flow never ends: no node of type end or ticket can be come to." }];
}

/** IN1: where a flow waits for longer than its conversation stays open. */
function outlasted(flow: Flow, silence: number | null): Fault[] {
  if (silence === null) return [];
  const detail = `Silence closes a conversation after ${silence} seconds (policies.inactivity_timeouts.flow), before this wait is over.`;
  return nodesOf(flow).flatMap(([id, node]) => {
    if (node.type === "question" && node.timeout > silence) return [{ field: `nodes.${id}.timeout`, detail }];
    return node.type === "wait" && node.seconds > silence ? [{ field: `nodes.${id}.seconds`, detail }] : [];
  });
}

/** Where a flow waits for somebody, or for time: a circle through it is no endless loop. */
const isPause = (node: Node | undefined): boolean => node?.type === "question" || node?.type === "wait";

/** Each circle without a question or a wait in it, told of once. */
function circles(flow: Flow): Fault[] {
  const state = new Map<string, "open" | "done">();
  const faults: Fault[] = [];
  const visit = (id: string, path: string[]): void => {
    const node = flow.nodes[id];
    if (state.get(id) === "done" || node === undefined || isPause(node)) return;
    if (state.get(id) === "open") {
      const circle = [...path.slice(path.indexOf(id)), id].join(" → ");
      faults.push({ field: `nodes.${id}`, detail: `A circle without a question or a wait in it: ${circle}.` });
      return;
    }
    state.set(id, "open");
    for (const { to } of edgesOf(node)) if (has(flow, to)) visit(to, [...path, id]);
    state.set(id, "done");
  };
  for (const [id] of nodesOf(flow)) visit(id, []);
  return faults;
}

/** What the parts of a node say. */
function contents(flow: Flow, allowedUrls: string | undefined): Fault[] {
  return nodesOf(flow).flatMap(([id, node]) => {
    const at = `nodes.${id}`;
    const roots = unknownRoots(node, at);
    if (node.type === "message") return [...roots, ...messageFaults(node.message, `${at}.message`)];
    if (node.type === "http") return [...roots, ...urlFaults(node.url, `${at}.url`, allowedUrls)];
    return roots;
  });
}

/** What is filled in only later cannot be judged yet. */
function messageFaults(message: Extract<Node, { type: "message" }>["message"], at: string): Fault[] {
  const { message_type, payload = {} } = message;
  const filled = message_type === "reaction" ? { message_id: SOME_MESSAGE, ...payload } : payload;
  const parsed = Outgoing.safeParse({ ...message, payload: filled });
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues
    .filter(({ path }) => !hasPlace(valueIn(message, path)))
    .map(({ path, message: detail }) => ({ field: [at, ...path].join("."), detail }));
}

/** Stands for the customer's last message. */
const SOME_MESSAGE = "00000000-0000-8000-8000-000000000000";

const valueIn = (value: unknown, path: PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (one, key) => (typeof one === "object" && one !== null ? (one as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  );

/** What a customer says must not choose whom we call. */
function urlFaults(url: string, field: string, allowed: string | undefined): Fault[] {
  const filled = (value: string) => url.replace(/\{\{[^{}]*\}\}/g, value);
  const [one, other] = [filled("a"), filled("b")];
  if (URL.parse(one)?.origin !== URL.parse(other)?.origin)
    return [{ field, detail: "The host must not be filled in: write it out." }];
  const fault = urlFault(one, allowed);
  return fault === null ? [] : [{ field, detail: fault }];
}

/** Every text of a value, with where it stands. */
function textsIn(value: unknown, at: string): { field: string; text: string }[] {
  if (typeof value === "string") return [{ field: at, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, `${at}.${key}`));
}

const variablesIn = (node: Node, at: string): { field: string; path: string }[] => [
  ...textsIn(node, at).flatMap(({ field, text }) => pathsIn(text).map((path) => ({ field, path }))),
  ...(node.type === "condition"
    ? node.cases.flatMap(({ when }, index) =>
        Object.entries(when).flatMap(([kind, tests]) =>
          (tests ?? []).map(({ variable }, nth) => ({
            field: `${at}.cases.${index}.when.${kind}.${nth}.variable`,
            path: variable,
          })),
        ),
      )
    : []),
];

function unknownRoots(node: Node, at: string): Fault[] {
  return variablesIn(node, at).flatMap(({ field, path }) => {
    const [root = ""] = path.split(".");
    if ((ROOTS as readonly string[]).includes(root)) return [];
    const isHeader = node.type === "http" && field.startsWith(`${at}.headers.`);
    if (root === "secrets") return isHeader ? [] : [{ field, detail: "Secrets may be written in headers only." }];
    return [{ field, detail: `Nothing is called ${path}: a name begins with ${ROOTS.join(", ")}.` }];
  });
}

/** Answers that no question asks for. */
function unknownNames(flow: Flow): Fault[] {
  const asked = new Set(nodesOf(flow).flatMap(([, node]) => (node.type === "question" ? [node.save_as] : [])));
  return nodesOf(flow)
    .flatMap(([id, node]) => variablesIn(node, `nodes.${id}`))
    .flatMap(({ field, path }) => {
      const [root, name = ""] = path.split(".");
      const isKnown = asked.has(name) || asked.has(name.replace(/_label$/, ""));
      return root !== "answers" || isKnown ? [] : [{ field, detail: `No question saves its answer as ${name}.` }];
    });
}
