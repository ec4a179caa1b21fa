import { BaseEdge, type Edge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { curveOf, type Point } from "./graph-layout.ts";

export type DrawnEdge = Edge<{ points: Point[]; label: Point; words: string; isLit: boolean }, "way">;

/** A way from one node to another, with why it is taken. */
export function FlowEdge({ data, ...edge }: EdgeProps<DrawnEdge>) {
  if (!data) return null;
  const { points, label, words, isLit } = data;
  return (
    <>
      <BaseEdge
        path={curveOf(points)}
        {...(edge.markerEnd === undefined ? {} : { markerEnd: edge.markerEnd })}
        style={{ stroke: isLit ? "var(--accent)" : "var(--edge)", strokeWidth: isLit ? 2 : 1.25 }}
      />
      {words && (
        <EdgeLabelRenderer>
          <span
            title={words}
            style={{ transform: `translate(-50%, -50%) translate(${label.x}px, ${label.y}px)` }}
            className="absolute max-w-40 truncate rounded-full border border-line bg-surface px-2 text-2xs text-muted"
          >
            {words}
          </span>
        </EdgeLabelRenderer>
      )}
    </>
  );
}
