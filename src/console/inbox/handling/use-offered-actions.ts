import {
  AlarmClock,
  AlarmClockOff,
  ArrowRightLeft,
  Bot,
  CircleCheck,
  Flag,
  Hand,
  type LucideIcon,
  RotateCcw,
  Tag,
  UserRoundPlus,
  WandSparkles,
} from "lucide-react";
import { useMemo } from "react";
import type { Conversation } from "../../api/types.ts";
import { type Command, useCommands } from "../../app/commands.tsx";
import { useMe } from "../../app/session.tsx";
import { useText } from "../../locales/text.ts";
import { toast } from "../../ui/toast.tsx";
import { openWork } from "./open-work.ts";
import type { Work } from "./use-work.ts";
import { hindranceOf, type WorkAction } from "./work-actions.ts";

/** An action as it is offered: its name, its key, and why it cannot be done, where it cannot. */
export interface OfferedAction {
  id: WorkAction;
  label: string;
  icon: LucideIcon;
  keys?: string;
  /** In words; null when it can be done. */
  why: string | null;
  run: () => void;
}

const LOOKS: Record<WorkAction, { icon: LucideIcon; keys?: string }> = {
  takeOver: { icon: Hand, keys: "t" },
  handBack: { icon: Bot, keys: "b" },
  resolve: { icon: CircleCheck, keys: "e" },
  reopen: { icon: RotateCcw, keys: "e" },
  assign: { icon: UserRoundPlus, keys: "a" },
  transfer: { icon: ArrowRightLeft, keys: "x" },
  snooze: { icon: AlarmClock, keys: "z" },
  unsnooze: { icon: AlarmClockOff },
  labels: { icon: Tag, keys: "l" },
  priority: { icon: Flag, keys: "p" },
  macro: { icon: WandSparkles, keys: "m" },
};

/** What can be done with a conversation: for buttons and menus, and offered as commands with their keys. */
export function useOfferedActions(conversation: Conversation, work: Work): Record<WorkAction, OfferedAction> {
  const t = useText("work");
  const me = useMe();
  const actions = useMemo(() => {
    const runs: Record<WorkAction, () => void> = {
      takeOver: () => void work.takeOver(),
      handBack: () => void work.handBack(),
      resolve: () => void work.resolve(),
      reopen: () => void work.reopen(),
      unsnooze: () => void work.unsnooze(),
      assign: () => openWork("assign"),
      transfer: () => openWork("transfer"),
      snooze: () => openWork("snooze"),
      labels: () => openWork("labels"),
      priority: () => openWork("priority"),
      macro: () => openWork("macro"),
    };
    const offered = (id: WorkAction): OfferedAction => {
      const hindrance = hindranceOf(id, conversation, me.id);
      const why = hindrance && t(`why.${hindrance}`);
      const run = why === null ? runs[id] : () => void toast({ title: why });
      return { id, label: t(`action.${id}`), ...LOOKS[id], why, run };
    };
    return Object.fromEntries((Object.keys(LOOKS) as WorkAction[]).map((id) => [id, offered(id)])) as Record<
      WorkAction,
      OfferedAction
    >;
  }, [conversation, work, me.id, t]);
  useCommands(useMemo(() => commandsOf(actions, conversation.state, t("group")), [actions, conversation.state, t]));
  return actions;
}

/** Of two that share a key the one that can be done. */
function commandsOf(
  actions: Record<WorkAction, OfferedAction>,
  state: Conversation["state"],
  group: string,
): Command[] {
  const opposite: WorkAction = state === "open" ? "reopen" : "resolve";
  return Object.values(actions)
    .filter(({ id, why }) => id !== opposite && (id !== "unsnooze" || why === null))
    .map(({ id, label, icon, keys, run }) => ({
      id: `work-${id}`,
      title: label,
      group,
      icon,
      run,
      ...(keys === undefined ? {} : { keys }),
    }));
}
