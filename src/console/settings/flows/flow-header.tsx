import { ArrowLeft, Ellipsis, History, KeyRound, Rocket, Save, Trash2, WandSparkles } from "lucide-react";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, IconButton } from "../../ui/button.tsx";
import { Confirm } from "../../ui/dialog.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { Switch } from "../../ui/switch.tsx";
import { toast, toastProblem } from "../../ui/toast.tsx";
import { settingsPath } from "../form/paths.ts";
import { leaveFreely } from "../form/unsaved-guard.tsx";
import { type FlowDetail, FlowState } from "./flow-row.tsx";
import { FlowSecrets } from "./flow-secrets.tsx";
import { FlowVersions } from "./flow-versions.tsx";
import { formatJson, parsed } from "./json.ts";
import type { FlowDraft } from "./use-flow-draft.ts";

type Opened = "versions" | "secrets" | "delete";

/** What a flow is called, where it stands, and what can be done with it. */
export function FlowHeader({ saved, draft }: { saved: FlowDetail; draft: FlowDraft }) {
  const t = useText("knowledge");
  const common = useText("common");
  const [opened, setOpened] = useState<Opened | null>(null);
  const close = (open: boolean) => !open && setOpened(null);
  const save = async () => {
    if (await draft.save()) toast({ title: t("flow.saved"), tone: "success" });
  };
  const flow = parsed(draft.text);
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-4 py-2.5">
      <Link
        href={settingsPath("flows")}
        aria-label={t("flow.back")}
        className="grid size-8 place-items-center rounded-lg text-muted hover:bg-hover hover:text-text"
      >
        <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
      </Link>
      <h1 className="sr-only">{saved.name}</h1>
      <input
        aria-label={t("newFlow.name")}
        value={draft.name}
        maxLength={255}
        dir="auto"
        onChange={(event) => draft.setName(event.target.value)}
        className="h-9 min-w-32 max-w-72 grow basis-40 rounded-lg border border-transparent bg-transparent px-2 font-semibold hover:border-edge focus:border-edge"
      />
      <FlowState flow={saved} />
      <p role="status" className="text-xs text-muted empty:hidden">
        {draft.isDirty && <Badge tone="info">{t("flow.unsaved")}</Badge>}
      </p>
      <div className="ms-auto flex items-center gap-2">
        <Switch label={t("flow.enabled")} checked={draft.enabled} onChange={draft.setEnabled} />
        <Button icon={Save} isBusy={draft.isSaving} disabled={!draft.isDirty} onClick={() => void save()}>
          {t("flow.save")}
        </Button>
        <Button tone="primary" icon={Rocket} isBusy={draft.isPublishing} onClick={() => void draft.publish()}>
          {t("flow.publish")}
        </Button>
        <Menu align="end" trigger={<IconButton icon={Ellipsis} label={common("actions.more")} />}>
          <MenuItem icon={History} onSelect={() => setOpened("versions")}>
            {t("flowVersions.title")}
          </MenuItem>
          <MenuItem icon={KeyRound} onSelect={() => setOpened("secrets")}>
            {t("secrets.title")}
          </MenuItem>
          <MenuItem icon={WandSparkles} disabled={!flow} onSelect={() => flow && draft.setText(formatJson(flow))}>
            {t("flow.tidy")}
          </MenuItem>
          <MenuLine />
          <MenuItem icon={Trash2} isDanger onSelect={() => setOpened("delete")}>
            {common("actions.delete")}
          </MenuItem>
        </Menu>
      </div>
      {opened === "versions" && <FlowVersions saved={saved} draft={draft} onOpenChange={close} />}
      {opened === "secrets" && <FlowSecrets saved={saved} onOpenChange={close} />}
      <DeleteFlow flow={saved} isOpen={opened === "delete"} onOpenChange={close} />
    </header>
  );
}

interface DeleteFlowProps {
  flow: FlowDetail;
  isOpen: boolean;
  onOpenChange: (open: boolean) => void;
}

function DeleteFlow({ flow, isOpen, onOpenChange }: DeleteFlowProps) {
  const t = useText("knowledge");
  const common = useText("common");
  const [, navigate] = useLocation();
  const remove = useChange("deleteFlow", ["listFlows"]);
  const confirm = async () => {
    await remove.mutateAsync({ params: { id: flow.id } }).catch((error) => {
      toastProblem(error);
      throw error;
    });
    leaveFreely(() => navigate(settingsPath("flows")));
  };
  return (
    <Confirm
      open={isOpen}
      onOpenChange={onOpenChange}
      title={t("flow.deleteQuestion", { name: flow.name })}
      detail={t("flow.deleteDetail")}
      action={common("actions.delete")}
      onConfirm={confirm}
    />
  );
}
