import { useState } from "react";
import type { Agent } from "../../api/types.ts";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/dialog.tsx";
import { Section } from "../../ui/page.tsx";
import { toastProblem } from "../../ui/toast.tsx";

/** Switches an agent off, or on again. */
export function EnabledSection({ agent }: { agent: Agent }) {
  const t = useText("settings");
  const change = useChange("changeAgent", ["listAgents"]);
  const [isAsked, setAsked] = useState(false);
  const set = (enabled: boolean) =>
    change.mutateAsync({ params: { id: agent.id }, body: { enabled } }).catch((error) => {
      toastProblem(error);
      throw error;
    });
  return (
    <Section>
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-0 grow basis-64 text-sm text-muted">
          {t(agent.enabled ? "agents.disableDetail" : "agents.enableDetail", { name: agent.name })}
        </p>
        {agent.enabled ? (
          <Button className="text-danger-text" onClick={() => setAsked(true)}>
            {t("agents.disable")}
          </Button>
        ) : (
          <Button isBusy={change.isPending} onClick={() => void set(true).catch(() => undefined)}>
            {t("agents.enable")}
          </Button>
        )}
      </div>
      <Confirm
        open={isAsked}
        onOpenChange={setAsked}
        title={t("agents.disableQuestion", { name: agent.name })}
        detail={t("agents.disableDetail", { name: agent.name })}
        action={t("agents.disable")}
        onConfirm={() => set(false)}
      />
    </Section>
  );
}
