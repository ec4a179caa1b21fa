import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { usePeople } from "../../api/people.ts";
import type { Body, Conversation } from "../../api/types.ts";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { toast } from "../../ui/toast.tsx";
import { momentOf } from "./moment.ts";
import { perform } from "./perform.ts";
import { openBack, type Step, sleepBack, wordBack } from "./way-back.ts";
import { workProblem } from "./work-words.ts";

/** Something that is done with a conversation. */
interface Deed {
  steps: Step[];
  /** What will have become of the conversation. */
  expected?: Partial<Conversation>;
  /** What is said when it is done. */
  title: string;
  /** What undoes it. */
  back?: Step[];
}

type Priority = Conversation["priority"];

/** All that can be done with a conversation: shown at once, said when it is done, and undone where that is possible. */
export function useWork(conversation: Conversation) {
  const t = useText("work");
  const common = useText("common");
  const client = useQueryClient();
  const me = useMe();
  const { nameOf } = usePeople();
  return useMemo(() => {
    const tell = (error: unknown) =>
      void toast({ title: workProblem(error, nameOf), tone: "danger", duration: 10_000 });
    const about = `work:${conversation.id}`;
    const undo = async (after: Conversation, steps: Step[]): Promise<void> => {
      await perform(client, after, steps).then(() => toast({ title: t("done.undone"), about, duration: 3000 }), tell);
    };
    /** @returns whether it was done */
    const does = async ({ steps, expected, title, back = [] }: Deed): Promise<boolean> => {
      try {
        const after = await perform(client, conversation, steps, expected);
        const action = { label: common("actions.undo"), run: () => void undo(after, back) };
        toast({ title, tone: "success", about, ...(back.length === 0 ? {} : { action }) });
        return true;
      } catch (error) {
        tell(error);
        return false;
      }
    };
    const back = wordBack(conversation, "people", t("undo.reason"));
    const given = (agent_id: string): Partial<Conversation> => ({
      control: "agent",
      handoff_agent_id: agent_id,
      handoff_requested: true,
      status: "handed_off",
    });
    return {
      takeOver: () =>
        does({ steps: [{ id: "takeOver", body: {} }], expected: given(me.id), title: t("done.takenOver"), back }),
      handBack: () =>
        does({
          steps: [{ id: "releaseHandoff", body: {} }],
          title: t("done.handedBack"),
          back: wordBack(conversation, "ai", t("undo.reason")),
        }),
      resolve: () =>
        does({
          steps: [{ id: "setStatus", body: { status: "resolved" } }],
          expected: { state: "closed", status: "resolved" },
          title: t("done.resolved"),
          back: openBack(conversation, t("undo.reason")),
        }),
      reopen: () => does({ steps: [{ id: "setStatus", body: { status: "active" } }], title: t("done.reopened") }),
      assign: (agent_id: string) =>
        does({
          steps: [{ id: "assignAgent", body: { agent_id } }],
          expected: given(agent_id),
          title: agent_id === me.id ? t("done.takenOver") : t("done.assigned", { name: nameOf(agent_id) }),
          back,
        }),
      unassign: () => does({ steps: [{ id: "unassignAgent" }], title: t("done.unassigned"), back }),
      transfer: (body: Body<"transferConversation">, name: string) =>
        does({ steps: [{ id: "transferConversation", body }], title: t("done.transferred", { name }) }),
      setLabels: (labels: string[]) =>
        does({
          steps: [{ id: "setLabels", body: { labels } }],
          expected: { labels },
          title: t("done.labelled"),
          back: [{ id: "setLabels", body: { labels: conversation.labels } }],
        }),
      setPriority: (priority: Priority) =>
        does({
          steps: [{ id: "setPriority", body: { priority } }],
          expected: { priority },
          title: t("done.prioritised", { priority: t(`priority.${priority ?? "none"}`) }),
          back: [{ id: "setPriority", body: { priority: conversation.priority } }],
        }),
      snooze: (until: string) =>
        does({
          steps: [{ id: "snooze", body: { until } }],
          expected: { snoozed_until: until },
          title: t("done.snoozed", { until: momentOf(until, Date.now()) }),
          back: sleepBack(conversation),
        }),
      unsnooze: () =>
        does({
          steps: [{ id: "unsnooze" }],
          expected: { snoozed_until: null },
          title: t("done.unsnoozed"),
          back: sleepBack(conversation),
        }),
    };
  }, [client, conversation, me.id, nameOf, t, common]);
}

export type Work = ReturnType<typeof useWork>;
