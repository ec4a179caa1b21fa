import "@xyflow/react/dist/base.css";
import { Background, MarkerType, Panel, ReactFlow, ReactFlowProvider, useReactFlow, useStoreApi } from "@xyflow/react";
import { List, Maximize, PencilLine, ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useText } from "../../locales/text.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { type DrawnEdge, FlowEdge } from "./flow-edge.tsx";
import { type DrawnNode, FlowNode } from "./flow-node.tsx";
import type { Graph } from "./graph.ts";
import { heightOf, layoutOf, NODE } from "./graph-layout.ts";
import { Outline } from "./outline.tsx";
import { nodeWords, waysWords } from "./way-words.ts";

interface FlowGraphProps {
  graph: Graph;
  selected: string | null;
  /** Where a test run stands. */
  current: string | null;
  /** What something is wrong with: true for a fault, false for a warning. */
  marked: Map<string, boolean>;
  onSelect: (id: string | null) => void;
  /** Shows the JSON of a node; null where it is shown already. */
  onEdit: ((id: string) => void) | null;
}

const NODE_TYPES = { step: FlowNode };
const EDGE_TYPES = { way: FlowEdge };
/** Made smaller than this nobody can read it: then it begins at its start. */
const READABLE = 0.6;
const FIT = { padding: 0.08, maxZoom: 1.1 };

/** A flow as a graph, and as a list for who would rather read it. */
export function FlowGraph(props: FlowGraphProps) {
  const t = useText("knowledge");
  const [isList, setList] = useState(false);
  const { onEdit, selected } = props;
  return (
    <section aria-label={t("flow.views.graph")} className="relative h-full bg-sunken">
      {isList ? <Outline {...props} /> : <Drawing {...props} />}
      <div className="absolute end-2 top-2 z-10 flex items-center gap-2">
        {onEdit !== null && selected !== null && (
          <Button size="small" icon={PencilLine} onClick={() => onEdit(selected)}>
            {t("graph.edit", { id: selected })}
          </Button>
        )}
        <IconButton
          icon={List}
          size="small"
          label={t("graph.outline")}
          isPressed={isList}
          onClick={() => setList(!isList)}
          className="border border-line bg-raised"
        />
      </div>
    </section>
  );
}

const Drawing = (props: FlowGraphProps) => (
  <ReactFlowProvider>
    <Canvas {...props} />
  </ReactFlowProvider>
);

function Canvas({ graph, selected, current, marked, onSelect }: FlowGraphProps) {
  const t = useText("knowledge");
  const { fitView, setViewport } = useReactFlow();
  const store = useStoreApi();
  const layout = useMemo(() => layoutOf(graph), [graph]);
  const nodes = useMemo(
    () =>
      graph.nodes.map((node): DrawnNode => {
        const fault = marked.get(node.id);
        const words = nodeWords(node, t);
        return {
          id: node.id,
          type: "step",
          position: layout.nodes.get(node.id) ?? { x: 0, y: 0 },
          width: NODE.width,
          height: heightOf(node),
          selected: node.id === selected,
          ariaLabel: [t(`nodes.${node.type}`), node.id, words].filter(Boolean).join(": "),
          data: {
            node,
            words,
            isCurrent: node.id === current,
            mark: fault === undefined ? null : fault ? "fault" : "warning",
          },
        };
      }),
    [graph, layout, selected, current, marked, t],
  );
  const edges = useMemo(
    () =>
      graph.edges.map(({ id, from, to, ways }): DrawnEdge => {
        const { points = [], label = { x: 0, y: 0 } } = layout.edges.get(id) ?? {};
        const isLit = from === selected;
        const words = waysWords(ways, t);
        const markerEnd = { type: MarkerType.ArrowClosed, color: isLit ? "var(--accent)" : "var(--edge)" };
        const ariaLabel = `${from} → ${to}${words && `: ${words}`}`;
        return {
          id,
          type: "way",
          source: from,
          target: to,
          ariaLabel,
          markerEnd,
          data: { points, label, words, isLit },
        };
      }),
    [graph, layout, selected, t],
  );
  // Seen whole again when something comes or goes, not with every word.
  const shape = graph.nodes.map(({ id }) => id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the shape only
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const { width, height } = store.getState();
      const start = layout.nodes.get(graph.nodes.find(({ isStart }) => isStart)?.id ?? "");
      const whole = Math.min(width / layout.width, height / layout.height);
      if (whole >= READABLE || start === undefined) void fitView(FIT);
      else void setViewport({ zoom: READABLE, x: width / 2 - (start.x + NODE.width / 2) * READABLE, y: 32 });
    });
    return () => cancelAnimationFrame(frame);
  }, [shape]);
  // The step of a test run is brought into sight.
  useEffect(() => {
    if (current !== null) void fitView({ nodes: [{ id: current }], maxZoom: 0.9, minZoom: 0.5, duration: 250 });
  }, [current, fitView]);
  return (
    <ReactFlow<DrawnNode, DrawnEdge>
      nodes={nodes}
      edges={edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      minZoom={0.1}
      maxZoom={1.75}
      nodesDraggable={false}
      nodesConnectable={false}
      edgesFocusable={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panOnScroll
      ariaLabelConfig={{
        "node.a11yDescription.default": t("graph.nodeHint"),
        "node.a11yDescription.keyboardDisabled": t("graph.nodeHint"),
      }}
      onNodesChange={(changes) => {
        const chosen = changes.find((change) => change.type === "select" && change.selected);
        if (chosen?.type === "select") onSelect(chosen.id);
      }}
      onPaneClick={() => onSelect(null)}
      className="[--xy-attribution-background-color:transparent] [&_.react-flow\_\_attribution_a]:text-muted!"
    >
      <Background color="var(--line)" gap={20} />
      <Panel position="bottom-left">
        <Zoom />
      </Panel>
    </ReactFlow>
  );
}

function Zoom() {
  const t = useText("knowledge");
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  const look = "rounded-none";
  return (
    <div className="flex overflow-hidden rounded-lg border border-line bg-raised shadow-raised">
      <IconButton size="small" icon={ZoomIn} label={t("graph.zoomIn")} onClick={() => void zoomIn()} className={look} />
      <IconButton
        size="small"
        icon={ZoomOut}
        label={t("graph.zoomOut")}
        onClick={() => void zoomOut()}
        className={look}
      />
      <IconButton
        size="small"
        icon={Maximize}
        label={t("graph.fit")}
        onClick={() => void fitView(FIT)}
        className={look}
      />
    </div>
  );
}
