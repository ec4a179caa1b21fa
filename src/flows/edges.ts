import type { Node } from "../protocol/flow.ts";

/** A way on from a node: the path in its JSON that names it, and where it leads. */
export interface Edge {
  path: string;
  to: string;
}

/** Every way on from a node. */
export function edgesOf(node: Node): Edge[] {
  switch (node.type) {
    case "message":
    case "set":
      return ways({ next: node.next });
    case "question":
      return [
        ...ways({ next: node.next, on_failed: node.on_failed, on_timeout: node.on_timeout }),
        ...(node.answer.kind === "choice" ? node.answer.options : []).flatMap(({ next }, index) =>
          next === undefined ? [] : [{ path: `answer.options.${index}.next`, to: next }],
        ),
      ];
    case "condition":
      return [
        ...node.cases.map(({ next }, index) => ({ path: `cases.${index}.next`, to: next })),
        ...ways({ otherwise: node.otherwise }),
      ];
    case "http":
      return ways({ next: node.next, on_failure: node.on_failure });
    case "ai_answer":
      return ways({ next: node.next, on_low_confidence: node.on_low_confidence });
    case "wait":
      return ways({ next: node.next, on_message: node.on_message });
    case "jump":
      return ways({ to: node.to });
    case "ticket":
    case "end":
      return [];
  }
}

const ways = (named: Record<string, string | undefined>): Edge[] =>
  Object.entries(named).flatMap(([path, to]) => (to === undefined ? [] : [{ path, to }]));
