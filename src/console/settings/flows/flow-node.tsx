import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { CircleX, Flag, TriangleAlert } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import type { GraphNode } from "./graph.ts";
import { LOOKS } from "./node-looks.ts";

export type DrawnNode = Node<
  {
    node: GraphNode;
    words: string | null;
    /** Where a test run stands. */
    isCurrent: boolean;
    /** Whether something is wrong with it: a fault, or only a warning. */
    mark: "fault" | "warning" | null;
  },
  "step"
>;

/** A node of a flow, drawn: its type, its name, and what it says. */
export function FlowNode({ data, selected }: NodeProps<DrawnNode>) {
  const t = useText("knowledge");
  const { node, words, isCurrent, mark } = data;
  const { icon: Icon, tone } = LOOKS[node.type];
  return (
    <div
      className={classes(
        "h-full overflow-hidden rounded-xl border bg-raised text-start shadow-raised",
        selected
          ? "border-accent ring-2 ring-accent"
          : mark === "fault" || node.type === "missing"
            ? "border-danger"
            : "border-line",
        node.type === "missing" && "border-dashed",
        isCurrent && "outline-3 outline-offset-2 outline-focus",
      )}
    >
      <Handle type="target" position={Position.Top} isConnectable={false} className="opacity-0" />
      <div className="flex items-center gap-2 px-2 py-2">
        <span className={classes("grid size-6 shrink-0 place-items-center rounded-md", tone)}>
          <Icon aria-hidden className="size-3.5" />
        </span>
        <span className="min-w-0 grow">
          <span className="block truncate font-mono text-xs leading-tight font-medium">{node.id}</span>
          <span className="block truncate text-2xs leading-tight text-muted">{t(`nodes.${node.type}`)}</span>
        </span>
        {node.isStart && (
          <span className="inline-flex shrink-0 items-center gap-1 rounded-full bg-accent px-1.5 text-2xs font-medium text-on-accent">
            <Flag aria-hidden className="size-3" />
            {t("nodes.start")}
          </span>
        )}
        {mark === "fault" && <CircleX aria-label={t("nodes.fault")} className="size-4 shrink-0 text-danger-text" />}
        {mark === "warning" && (
          <TriangleAlert aria-label={t("nodes.warning")} className="size-4 shrink-0 text-warning-text" />
        )}
      </div>
      {words && <p className="line-clamp-2 px-2.5 text-xs leading-snug [overflow-wrap:anywhere]">{words}</p>}
      <Handle type="source" position={Position.Bottom} isConnectable={false} className="opacity-0" />
    </div>
  );
}
