import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { Loading } from "../../ui/spinner.tsx";
import { dateTimeOf } from "../../ui/time.tsx";
import { toast } from "../../ui/toast.tsx";
import { same } from "../form/same.ts";
import type { FlowDetail } from "./flow-row.tsx";
import { formatJson } from "./json.ts";
import type { FlowDraft } from "./use-flow-draft.ts";

interface FlowVersionsProps {
  saved: FlowDetail;
  draft: FlowDraft;
  onOpenChange: (open: boolean) => void;
}

/** What was published, and how to begin from it again. */
export function FlowVersions({ saved, draft, onOpenChange }: FlowVersionsProps) {
  const t = useText("knowledge");
  const versions = useCall("listFlowVersions", { params: { id: saved.id } });
  const load = (flow: unknown, version: number) => {
    const before = draft.text;
    draft.setText(formatJson(flow));
    onOpenChange(false);
    const action = { label: t("flowVersions.undo"), run: () => draft.setText(before) };
    toast({ title: t("flowVersions.loaded", { version }), tone: "success", action });
  };
  return (
    <Dialog title={t("flowVersions.title")} lead={t("flowVersions.lead")} open onOpenChange={onOpenChange}>
      {versions.error ? (
        <ProblemPane error={versions.error} onRetry={() => void versions.refetch()} />
      ) : !versions.data ? (
        <Loading />
      ) : versions.data.versions.length === 0 ? (
        <p className="py-6 text-center text-sm text-muted">{t("flowVersions.none")}</p>
      ) : (
        <ul aria-label={t("flowVersions.title")} className="divide-y divide-line">
          {versions.data.versions.map(({ version, published_at, flow }) => (
            <li key={version} className="flex flex-wrap items-center gap-3 py-2.5 text-sm">
              <span className="font-medium">{t("articles.version", { version })}</span>
              {version === saved.published_version && <Badge tone="success">{t("flowVersions.inForce")}</Badge>}
              {same(flow, saved.flow) && <Badge>{t("flowVersions.asDraft")}</Badge>}
              <span className="grow text-xs text-muted">{dateTimeOf(published_at)}</span>
              <Button size="small" onClick={() => load(flow, version)}>
                {t("flowVersions.load")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
