import { useMemo } from "react";
import { SETTINGS_STALE_MS, usePeople } from "../../../api/people.ts";
import type { Answer } from "../../../api/types.ts";
import { useCall } from "../../../api/use-call.ts";
import { useText } from "../../../locales/text.ts";
import { spanOf } from "../../../ui/time.tsx";

type Action = Answer<"listMacros">["macros"][number]["actions"][number];

/** What a macro's action does, in words. */
export function useActionWords(): (action: Action) => string {
  const t = useText("work");
  const { nameOf } = usePeople();
  const teams = useCall("listTeams", undefined, { staleTime: SETTINGS_STALE_MS }).data?.teams;
  return useMemo(() => {
    const unknown = t("standing.somebody");
    const teamOf = (id: string) => teams?.find((team) => team.id === id)?.name ?? unknown;
    return (action) => {
      switch (action.type) {
        case "add_labels":
        case "remove_labels":
          return t(`macro.${action.type}`, { labels: action.labels.join(", ") });
        case "set_priority":
          return t("macro.set_priority", { priority: t(`priority.${action.priority ?? "none"}`) });
        case "assign_agent":
          return t("macro.assign", { name: nameOf(action.agent_id) ?? unknown });
        case "assign_team":
          return t("macro.assign", { name: teamOf(action.team_id) });
        case "request_handoff":
          return t("macro.request_handoff", { reason: action.reason ?? "" });
        case "send_text":
          return t("macro.send_text", { text: action.text });
        case "add_note":
          return t("macro.add_note", { text: action.content });
        case "snooze":
          return t("macro.snooze", { span: spanOf(action.seconds * 1000, "long") });
        default:
          return t(`macro.${action.type}`);
      }
    };
  }, [t, nameOf, teams]);
}
