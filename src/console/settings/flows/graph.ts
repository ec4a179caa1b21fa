const NODE_TYPES = [
  ...(["message", "question", "condition", "set", "http"] as const),
  ...(["ai_answer", "ticket", "wait", "jump", "end"] as const),
] as const;
type NodeType = (typeof NODE_TYPES)[number];

/** A node as it is drawn. `unknown`: of no type that there is; `missing`: something leads to it and it is not there. */
export interface GraphNode {
  id: string;
  type: NodeType | "unknown" | "missing";
  /** What it says or does, as it is written; null where its type says all. */
  words: string | null;
  isStart: boolean;
  /** Of a wait, in seconds. */
  seconds: number | null;
}

/** Why a way is taken. */
export type Way =
  | { is: "next" }
  | { is: "option" | "case"; words: string }
  | { is: "otherwise" | "failed" | "timeout" | "failure" | "unsure" | "message" };

/** All ways from one node to another. */
interface GraphEdge {
  id: string;
  from: string;
  to: string;
  ways: Way[];
}

export interface Graph {
  nodes: GraphNode[];
  edges: GraphEdge[];
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What a flow looks like, as far as it can be read: it may be half written. */
export function graphOf(flow: unknown): Graph {
  const { start, nodes } = fieldsOf(flow);
  const kept = Object.entries(fieldsOf(nodes)).map(([id, node]) => [id, fieldsOf(node)] as const);
  const edges = kept.flatMap(([id, node]) => edgesOf(id, node));
  const known = new Set(kept.map(([id]) => id));
  const missing = [...new Set([textOf(start), ...edges.map(({ to }) => to)])].filter(
    (id): id is string => id !== null && !known.has(id),
  );
  return {
    nodes: [
      ...kept.map(([id, node]) => ({ ...nodeOf(id, node), isStart: id === start })),
      ...missing.map((id): GraphNode => ({ id, type: "missing", words: null, isStart: id === start, seconds: null })),
    ],
    edges,
  };
}

function nodeOf(id: string, node: Fields): GraphNode {
  const type = NODE_TYPES.find((one) => one === node.type) ?? "unknown";
  const seconds = type === "wait" && typeof node.seconds === "number" ? node.seconds : null;
  return { id, type, words: wordsOf(type, node), isStart: false, seconds };
}

function wordsOf(type: GraphNode["type"], node: Fields): string | null {
  switch (type) {
    case "message": {
      const { content, message_type, payload } = fieldsOf(node.message);
      return textOf(content) ?? textOf(fieldsOf(fieldsOf(payload).body).text) ?? textOf(message_type);
    }
    case "question":
      return textOf(node.text);
    case "set":
      return Object.entries(fieldsOf(node.variables))
        .map(([name, value]) => `${name} = ${textOf(value) ?? JSON.stringify(value)}`)
        .join(", ");
    case "http":
      return `${textOf(node.method) ?? "GET"} ${textOf(node.url) ?? ""}`.trim();
    case "ai_answer":
      return textOf(node.question);
    case "ticket":
      return textOf(node.reason);
    case "jump":
      return textOf(node.to);
    case "end":
      return textOf(node.leads_to);
    default:
      return null;
  }
}

/** The ways on from a node, those to the same node as one. */
function edgesOf(id: string, node: Fields): GraphEdge[] {
  const byTarget = Map.groupBy(waysOf(node), ({ to }) => to);
  return [...byTarget].map(([to, all]) => ({ id: `${id} ${to}`, from: id, to, ways: all.map(({ way }) => way) }));
}

interface WayTo {
  to: string;
  way: Way;
}

function waysOf(node: Fields): WayTo[] {
  const to = (target: unknown, way: Way): WayTo[] => (typeof target === "string" ? [{ to: target, way }] : []);
  switch (node.type) {
    case "question":
      return [...answersOf(node), ...to(node.on_failed, { is: "failed" }), ...to(node.on_timeout, { is: "timeout" })];
    case "condition":
      return [
        ...listOf(node.cases).flatMap(({ when, next }) => to(next, { is: "case", words: conditionWords(when) })),
        ...to(node.otherwise, { is: "otherwise" }),
      ];
    case "http":
      return [...to(node.next, { is: "next" }), ...to(node.on_failure, { is: "failure" })];
    case "ai_answer":
      return [...to(node.next, { is: "next" }), ...to(node.on_low_confidence, { is: "unsure" })];
    case "wait":
      return [...to(node.next, { is: "next" }), ...to(node.on_message, { is: "message" })];
    case "jump":
      return to(node.to, { is: "next" });
    default:
      return to(node.next, { is: "next" });
  }
}

/** Options that lead somewhere of their own; the others, or any other answer, lead to what is next. */
function answersOf(node: Fields): WayTo[] {
  const options = listOf(fieldsOf(node.answer).options);
  const next = textOf(node.next);
  if (options.length === 0) return next === null ? [] : [{ to: next, way: { is: "next" } }];
  const isSplit = options.some((option) => textOf(option.next) !== null);
  if (!isSplit) return next === null ? [] : [{ to: next, way: { is: "next" } }];
  return options.flatMap((option): WayTo[] => {
    const to = textOf(option.next) ?? next;
    return to === null ? [] : [{ to, way: { is: "option", words: textOf(option.label) ?? textOf(option.id) ?? "" } }];
  });
}

const SIGNS: Record<string, string> = {
  equals: "=",
  not_equals: "≠",
  contains: "∋",
  greater: ">",
  less: "<",
  exists: "?",
  matches: "≈",
};

/** A condition in signs: `answers.about = staff`, `variables.status ≈ shipped | on its way`. */
export function conditionWords(when: unknown): string {
  const { all, any } = fieldsOf(when);
  const tests = listOf(all ?? any).map(({ variable, op, value, words }) => {
    const sign = SIGNS[`${op}`] ?? `${op}`;
    const name = textOf(variable) ?? "";
    if (op === "exists") return `${name}${sign}`;
    const other = Array.isArray(words) ? words.join(" | ") : (textOf(value) ?? JSON.stringify(value));
    return `${name} ${sign} ${other}`;
  });
  return tests.join(all === undefined ? " ∨ " : " ∧ ");
}
