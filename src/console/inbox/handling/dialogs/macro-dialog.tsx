import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../../../api/client.ts";
import { usePeople } from "../../../api/people.ts";
import type { Answer } from "../../../api/types.ts";
import { useCall } from "../../../api/use-call.ts";
import { useText } from "../../../locales/text.ts";
import { Button } from "../../../ui/button.tsx";
import { ProblemPane } from "../../../ui/problem.tsx";
import { Loading } from "../../../ui/spinner.tsx";
import { toast } from "../../../ui/toast.tsx";
import { keep } from "../perform.ts";
import { workProblem } from "../work-words.ts";
import { MacroResults } from "./macro-results.tsx";
import { MacroSteps } from "./macro-steps.tsx";
import { Picker, PickerFrame, PickerItem } from "./picker.tsx";
import type { WorkDialogProps } from "./work-dialogs.tsx";

type Macro = Answer<"listMacros">["macros"][number];

/** Several actions at once: which, what they are, and what became of each. */
export function MacroDialog({ conversation, onClose }: WorkDialogProps) {
  const t = useText("work");
  const common = useText("common");
  const client = useQueryClient();
  const { nameOf } = usePeople();
  const macros = useCall("listMacros");
  const [looked, setLooked] = useState("");
  const [run, setRun] = useState<{ macro: Macro; done: Answer<"runMacro"> | null } | null>(null);
  const all = macros.data?.macros ?? [];
  const start = async (macro: Macro): Promise<void> => {
    setRun({ macro, done: null });
    try {
      const done = await call("runMacro", { params: { id: conversation.id, macro_id: macro.id } });
      keep(client, done.conversation);
      if (done.results.every(({ outcome }) => outcome === "done")) {
        onClose();
        toast({ title: t("macro.finished", { name: macro.name }), tone: "success" });
      } else setRun({ macro, done });
    } catch (error) {
      onClose();
      toast({ title: workProblem(error, nameOf), tone: "danger", duration: 10_000 });
    }
  };
  if (macros.isPending || macros.error)
    return (
      <PickerFrame title={t("macro.title")} onClose={onClose}>
        {macros.error ? <ProblemPane error={macros.error} onRetry={() => void macros.refetch()} /> : <Loading />}
      </PickerFrame>
    );
  if (run !== null)
    return (
      <PickerFrame title={run.macro.name} onClose={onClose}>
        <MacroResults macro={run.macro} results={run.done?.results ?? null} />
        <div className="flex justify-end px-4 pb-4">
          <Button tone="primary" onClick={onClose} disabled={run.done === null}>
            {common("actions.close")}
          </Button>
        </div>
      </PickerFrame>
    );
  const preview = all.find(({ id }) => id === looked) ?? all[0];
  return (
    <Picker
      title={t("macro.title")}
      placeholder={t("macro.search")}
      empty={all.length === 0 ? t("macro.none") : t("macro.empty")}
      onClose={onClose}
      looked={looked}
      onLook={setLooked}
      footer={preview && <MacroSteps macro={preview} />}
    >
      {all.map((macro) => (
        <PickerItem key={macro.id} value={macro.id} keywords={[macro.name]} onSelect={() => void start(macro)}>
          <span className="min-w-0 grow truncate font-medium">{macro.name}</span>
          <span className="text-xs text-muted">{t("macro.actions", { count: macro.actions.length })}</span>
        </PickerItem>
      ))}
    </Picker>
  );
}
