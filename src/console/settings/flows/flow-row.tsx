import { useQueryClient } from "@tanstack/react-query";
import type { Answer } from "../../api/types.ts";
import { keyOf, useCall, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Switch } from "../../ui/switch.tsx";
import { Time } from "../../ui/time.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { RowLink } from "../form/list.tsx";
import { settingsPath } from "../form/paths.ts";
import { TriggerWords } from "./trigger-words.tsx";

export type FlowSummary = Answer<"listFlows">["flows"][number];
export type FlowDetail = Answer<"getFlow">;

/** A flow in the list: whether it is in force, what begins it, and its switch. */
export function FlowRow({ flow }: { flow: FlowSummary }) {
  const t = useText("knowledge");
  const client = useQueryClient();
  const given = { params: { id: flow.id } };
  const detail = useCall("getFlow", given);
  const put = useChange("putFlow", ["listFlows"]);
  const enabled = put.isPending ? (put.variables.body.enabled ?? true) : flow.enabled;
  const turn = (next: boolean) => {
    if (!detail.data) return;
    const body = { name: flow.name, flow: detail.data.flow, enabled: next };
    put.mutate(
      { ...given, body },
      { onSuccess: (kept) => client.setQueryData(keyOf("getFlow", given), kept), onError: toastProblem },
    );
  };
  return (
    <>
      <RowLink
        href={settingsPath("flows", flow.id)}
        title={flow.name}
        detail={detail.data ? <TriggerWords triggers={detail.data.flow.triggers} /> : " "}
      />
      <FlowState flow={{ ...flow, enabled }} />
      <Time at={flow.updated_at} className="w-16 shrink-0 text-end text-xs text-muted max-sm:hidden" />
      {/* Above the link that covers the row. */}
      <div className="relative z-[1] grid min-h-6 place-items-center [&_label]:sr-only">
        <Switch
          label={t("flows.switch", { name: flow.name })}
          checked={enabled}
          onChange={turn}
          disabled={!detail.data}
        />
      </div>
    </>
  );
}

/** Whether a flow is in force, and in which version. */
export function FlowState({ flow }: { flow: Pick<FlowSummary, "enabled" | "published_version"> }) {
  const t = useText("knowledge");
  const { enabled, published_version: version } = flow;
  if (version === null) return <Badge className="shrink-0 whitespace-nowrap">{t("flows.states.draft")}</Badge>;
  if (!enabled)
    return (
      <Badge tone="warning" className="shrink-0 whitespace-nowrap">
        {t("flows.states.off", { version })}
      </Badge>
    );
  return (
    <Badge tone="success" className="shrink-0 whitespace-nowrap">
      {t("flows.states.live", { version })}
    </Badge>
  );
}
