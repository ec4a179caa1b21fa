import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { classes } from "../../ui/classes.ts";
import type { Graph } from "./graph.ts";
import { LOOKS } from "./node-looks.ts";
import { nodeWords, waysWords } from "./way-words.ts";

interface OutlineProps {
  graph: Graph;
  selected: string | null;
  current: string | null;
  onSelect: (id: string) => void;
}

/** A flow as a list: each node, what it says, and where it leads and when. */
export function Outline({ graph, selected, current, onSelect }: OutlineProps) {
  const t = useText("knowledge");
  const go = (id: string) => {
    onSelect(id);
    document.getElementById(`node-${id}`)?.focus();
  };
  return (
    <ol aria-label={t("graph.outline")} className="flex h-full flex-col gap-2 overflow-y-auto p-4 pt-12">
      {graph.nodes.map((node) => {
        const { icon: Icon, tone } = LOOKS[node.type];
        const ways = graph.edges.filter(({ from }) => from === node.id);
        return (
          <li
            key={node.id}
            className={classes(
              "rounded-xl border bg-raised p-3",
              node.id === selected ? "border-accent ring-1 ring-accent" : "border-line",
            )}
          >
            <div className="flex items-center gap-2">
              <span className={classes("grid size-6 shrink-0 place-items-center rounded-md", tone)}>
                <Icon aria-hidden className="size-3.5" />
              </span>
              <button
                type="button"
                id={`node-${node.id}`}
                onClick={() => onSelect(node.id)}
                className="min-h-6 min-w-0 truncate rounded font-mono text-xs font-medium hover:underline"
              >
                {node.id}
              </button>
              <span className="text-2xs text-muted">{t(`nodes.${node.type}`)}</span>
              {node.isStart && <Badge tone="accent">{t("nodes.start")}</Badge>}
              {node.id === current && <Badge tone="info">{t("nodes.current")}</Badge>}
            </div>
            <p className="words mt-1.5 text-sm empty:hidden" dir="auto">
              {nodeWords(node, t)}
            </p>
            <ul className="mt-1.5 flex flex-col gap-0.5 empty:hidden">
              {ways.map(({ id, to, ways: reasons }) => (
                <li key={id} className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted">
                  <span className="words">{waysWords(reasons, t) || t("ways.next")}</span>
                  <span aria-hidden>→</span>
                  <button
                    type="button"
                    onClick={() => go(to)}
                    className="min-h-6 rounded font-mono text-accent-text hover:underline"
                  >
                    {to}
                  </button>
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ol>
  );
}
