import { FlaskConical, Rocket, Save } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import { useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { laterPage } from "../../ui/later.tsx";
import { toast } from "../../ui/toast.tsx";
import { UnsavedGuard } from "../form/unsaved-guard.tsx";
import { FaultList } from "./fault-list.tsx";
import { nodeOf } from "./flow-faults.ts";
import { FlowHeader } from "./flow-header.tsx";
import type { FlowDetail } from "./flow-row.tsx";
import { graphOf } from "./graph.ts";
import { Trial } from "./trial/trial.tsx";
import { type FlowDraft, useFlowDraft } from "./use-flow-draft.ts";
import { type FlowView, ViewChoice } from "./view-choice.tsx";

const FlowGraph = laterPage(() => import("./flow-graph.tsx").then(({ FlowGraph }) => FlowGraph));
const FlowJson = laterPage(() => import("./flow-json.tsx").then(({ FlowJson }) => FlowJson));

/** With less room the parts stand in each other's place. */
const ROOM_FOR_TWO = 1_024;

/** A flow on the desk: its graph, and beside it its JSON or a test run. */
export function FlowDesk({ saved }: { saved: FlowDetail }) {
  const draft = useFlowDraft(saved);
  const [view, setView] = useState<FlowView>(() => (window.innerWidth >= ROOM_FOR_TWO ? "json" : "graph"));
  const [selected, setSelected] = useState<string | null>(null);
  const [goal, setGoal] = useState<{ path: string } | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const graph = useMemo(() => graphOf(draft.flow), [draft.flow]);
  const marked = useMemo(() => markedNodes(draft), [draft]);
  useFlowCommands(draft, () => setView("test"));
  const select = (id: string | null) => {
    setSelected(id);
    if (id !== null) setGoal({ path: `nodes.${id}` });
  };
  const goTo = (path: string) => {
    setView("json");
    setSelected(nodeOf(path));
    setGoal({ path });
  };
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FlowHeader saved={saved} draft={draft} />
      <div className="@container flex min-h-0 grow flex-col">
        <ViewChoice view={view} onChange={setView} />
        <div className={classes("grid min-h-0 grow", view !== "graph" && "@4xl:grid-cols-2")}>
          <div className={classes("min-h-0 min-w-0", view !== "graph" && "hidden @4xl:block")}>
            <FlowGraph
              graph={graph}
              selected={selected}
              current={view === "test" ? current : null}
              marked={marked}
              onSelect={select}
              onEdit={view === "json" ? null : (id) => goTo(`nodes.${id}`)}
            />
          </div>
          <div
            className={classes("flex min-h-0 min-w-0 flex-col border-line @4xl:border-s", view !== "json" && "hidden")}
          >
            <FlowJson draft={draft} goal={goal} onSelect={setSelected} />
            <FaultList check={draft.check} text={draft.text} onGo={goTo} />
          </div>
          {view === "test" && (
            <div className="min-h-0 min-w-0 border-line @4xl:border-s">
              <Trial id={saved.id} draft={draft} onAt={setCurrent} />
            </div>
          )}
        </div>
      </div>
      <UnsavedGuard isDirty={draft.isDirty} />
    </div>
  );
}

/** Which nodes something is wrong with: true for a fault, false for a warning. */
function markedNodes({ check, text }: FlowDraft): Map<string, boolean> {
  const marked = new Map<string, boolean>();
  if (check.text !== text) return marked;
  for (const { path, isWarning } of check.faults) {
    const node = nodeOf(path);
    if (node !== null) marked.set(node, marked.get(node) || !isWarning);
  }
  return marked;
}

function useFlowCommands(draft: FlowDraft, test: () => void): void {
  const t = useText("knowledge");
  const latest = useRef({ draft, test });
  latest.current = { draft, test };
  useCommands(
    useMemo(() => {
      const save = async () => {
        if (await latest.current.draft.save()) toast({ title: t("flow.saved"), tone: "success" });
      };
      const group = t("flow.title");
      return [
        { id: "flow-save", title: t("flow.save"), group, icon: Save, keys: "$mod+s", run: () => void save() },
        {
          id: "flow-publish",
          title: t("flow.publish"),
          group,
          icon: Rocket,
          run: () => void latest.current.draft.publish(),
        },
        { id: "flow-test", title: t("flow.views.test"), group, icon: FlaskConical, run: () => latest.current.test() },
      ];
    }, [t]),
  );
}
