import { Graph as Drawn, layout } from "@dagrejs/dagre";
import type { Graph } from "./graph.ts";

/** In pixels, as `flow-node.tsx` draws them. */
export const NODE = { width: 208, height: 84, low: 44 };
const LABEL = { width: 130, height: 22 };

export interface Point {
  x: number;
  y: number;
}

export interface Layout {
  /** The top left corner of each node. */
  nodes: Map<string, Point>;
  /** The way of each edge, and where its label stands. */
  edges: Map<string, { points: Point[]; label: Point }>;
  /** Of all of it. */
  width: number;
  height: number;
}

/** Where each node and edge of a flow stands: from the first at the top downwards. */
export function layoutOf({ nodes, edges }: Graph): Layout {
  const drawn = new Drawn({ multigraph: true });
  drawn.setGraph({ rankdir: "TB", nodesep: 24, ranksep: 36, edgesep: 16, marginx: 16, marginy: 16 });
  drawn.setDefaultEdgeLabel(() => ({}));
  // The first is named first, so that it stands at the top also where ways lead back to it.
  for (const node of [...nodes].sort((a, b) => Number(b.isStart) - Number(a.isStart)))
    drawn.setNode(node.id, { width: NODE.width, height: heightOf(node) });
  for (const { id, from, to, ways } of edges) {
    const isPlain = ways.every(({ is }) => is === "next");
    drawn.setEdge(from, to, isPlain ? { width: 0, height: 0 } : { ...LABEL, labelpos: "c" }, id);
  }
  layout(drawn);
  const { width = 0, height = 0 } = drawn.graph() as { width?: number; height?: number };
  const corner = ({ x, y, width, height }: Point & { width: number; height: number }) => ({
    x: x - width / 2,
    y: y - height / 2,
  });
  return {
    width: Math.max(1, width),
    height: Math.max(1, height),
    nodes: new Map(nodes.map(({ id }) => [id, corner(drawn.node(id) as Point & { width: number; height: number })])),
    edges: new Map(
      edges.map(({ id, from, to }) => {
        const { points = [], x, y } = drawn.edge(from, to, id) as { points?: Point[]; x?: number; y?: number };
        const middle = points[Math.floor(points.length / 2)] ?? { x: 0, y: 0 };
        return [id, { points, label: { x: x ?? middle.x, y: y ?? middle.y } }];
      }),
    ),
  };
}

/** A node that says nothing needs one line only. */
export const heightOf = ({ words }: { words: string | null }): number => (words ? NODE.height : NODE.low);

/** A soft line through points, as SVG writes it. */
export function curveOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (!first || !last) return "";
  const bends = rest.map((point, index) => {
    const next = rest[index + 1] ?? last;
    const end = index === rest.length - 1 ? last : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q ${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M ${first.x} ${first.y} ${bends.length > 0 ? bends.join(" ") : `L ${last.x} ${last.y}`}`;
}
