import { useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import { keyOf, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { toast, toastProblem } from "../../ui/toast.tsx";
import type { FlowDetail } from "./flow-row.tsx";
import { formatJson, parsed } from "./json.ts";
import { type Check, useCheck } from "./use-check.ts";

export interface FlowDraft {
  /** The flow as JSON, as it is written. */
  text: string;
  setText: (text: string) => void;
  name: string;
  setName: (name: string) => void;
  enabled: boolean;
  setEnabled: (enabled: boolean) => void;
  /** As it could last be read. */
  flow: unknown;
  check: Check;
  isDirty: boolean;
  isSaving: boolean;
  /** @returns whether it is kept now; why not is told of */
  save: () => Promise<boolean>;
  publish: () => Promise<void>;
  isPublishing: boolean;
}

/** A flow being written over what is kept of it. */
export function useFlowDraft(saved: FlowDetail): FlowDraft {
  const t = useText("knowledge");
  const client = useQueryClient();
  const [kept, setKept] = useState(() => ({ text: formatJson(saved.flow), name: saved.name, enabled: saved.enabled }));
  const [draft, setDraft] = useState(kept);
  const set = (changes: Partial<typeof kept>) => setDraft((before) => ({ ...before, ...changes }));
  const flow = useReadable(useDeferredValue(draft.text));
  const check = useCheck(draft.text);
  const params = { id: saved.id };
  const put = useChange("putFlow", ["listFlows", "testFlow"]);
  const publishing = useChange("publishFlow", ["listFlows", "getFlow", "listFlowVersions"]);
  const isDirty = draft.text !== kept.text || draft.name !== kept.name || draft.enabled !== kept.enabled;
  const save = async (): Promise<boolean> => {
    if (!isDirty) return true;
    const body = parsed(draft.text);
    if (body === null) {
      toast({ title: t("flow.unreadable"), tone: "danger" });
      return false;
    }
    try {
      const { name, enabled } = draft;
      const written = await put.mutateAsync({ params, body: { name: name.trim(), enabled, flow: body } });
      client.setQueryData(keyOf("getFlow", { params }), written);
      setKept(draft);
      return true;
    } catch (error) {
      check.refused(error, draft.text);
      toastProblem(error);
      return false;
    }
  };
  const publish = async () => {
    if (!(await save())) return;
    await publishing.mutateAsync({ params }).then(
      ({ version }) => toast({ title: t("flow.published", { version }), tone: "success" }),
      (error) => {
        check.refused(error, draft.text);
        toastProblem(error);
      },
    );
  };
  return {
    ...draft,
    setText: (text) => set({ text }),
    setName: (name) => set({ name }),
    setEnabled: (enabled) => set({ enabled }),
    ...{ flow, check, isDirty, save, publish },
    isSaving: put.isPending,
    isPublishing: publishing.isPending,
  };
}

/** What was last readable stays while somebody is in the middle of a word. */
function useReadable(text: string): unknown {
  const [last, setLast] = useState<{ text: string; flow: unknown }>({ text: "", flow: {} });
  const now = useMemo(() => parsed(text), [text]);
  if (now !== null && last.text !== text) setLast({ text, flow: now });
  return now ?? last.flow;
}
