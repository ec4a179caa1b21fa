import { RotateCcw, Save, Undo2 } from "lucide-react";
import { useEffect } from "react";
import { useText } from "../../../locales/text.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Empty } from "../../../ui/empty.tsx";
import { ProblemPane } from "../../../ui/problem.tsx";
import { Loading } from "../../../ui/spinner.tsx";
import type { FlowDraft } from "../use-flow-draft.ts";
import { Known } from "./known.tsx";
import { MadeUpAnswers } from "./made-up-answers.tsx";
import { Transcript } from "./transcript.tsx";
import { TrialInputBar } from "./trial-input-bar.tsx";
import { useTrial } from "./use-trial.ts";

interface TrialProps {
  id: string;
  draft: FlowDraft;
  /** Told where the flow stands; null before it is known. */
  onAt: (node: string | null) => void;
}

/** A flow played with made-up answers, as on a phone; nothing is sent, and nobody is called. */
export function Trial({ id, draft, onAt }: TrialProps) {
  const t = useText("knowledge");
  const trial = useTrial(id, !draft.isDirty);
  const { played, inputs, say } = trial;
  const node = played.data?.node ?? null;
  useEffect(() => onAt(node), [node, onAt]);
  if (draft.isDirty)
    return (
      <Empty
        icon={Save}
        title={t("trial.saveFirst")}
        detail={t("trial.saveFirstDetail")}
        action={
          <Button tone="primary" isBusy={draft.isSaving} onClick={() => void draft.save()}>
            {t("trial.saveAndPlay")}
          </Button>
        }
      />
    );
  if (played.error && !played.data) return <ProblemPane error={played.error} onRetry={() => void played.refetch()} />;
  if (!played.data) return <Loading />;
  return (
    <div className="@container h-full">
      <div className="grid h-full min-h-0 grid-rows-[minmax(20rem,1fr)_auto] overflow-y-auto @xl:grid-cols-[minmax(0,1fr)_15rem] @xl:grid-rows-1 @xl:overflow-hidden">
        <div className="flex min-h-0 flex-col bg-page">
          <div className="flex shrink-0 items-center gap-1 border-b border-line bg-surface px-3 py-1">
            <p className="min-w-0 grow truncate text-xs text-muted">{t("trial.lead")}</p>
            <IconButton
              icon={Undo2}
              size="small"
              label={t("trial.takeBack")}
              disabled={inputs.length === 0}
              onClick={trial.takeBack}
            />
            <IconButton icon={RotateCcw} size="small" label={t("trial.restart")} onClick={trial.restart} />
          </div>
          <Transcript result={played.data} isBusy={played.isFetching} onSay={say} />
          <TrialInputBar result={played.data} isBusy={played.isFetching} onSay={say} />
        </div>
        <aside
          aria-label={t("trial.beside")}
          className="min-h-0 border-line bg-surface max-@xl:border-t @xl:overflow-y-auto @xl:border-s"
        >
          <Known result={played.data} />
          <MadeUpAnswers flow={draft.flow} trial={trial} />
        </aside>
      </div>
    </div>
  );
}
