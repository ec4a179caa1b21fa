import type { Conversation } from "../../api/types.ts";
import { useMe } from "../../app/session.tsx";
import { ActionButton, ActionIcon } from "./action-button.tsx";
import { MoreMenu } from "./more-menu.tsx";
import type { OfferedAction } from "./use-offered-actions.ts";
import { isMine, isWithPeople, type WorkAction } from "./work-actions.ts";

/** What is most likely to be done next. */
function primaryOf(conversation: Conversation, meId: string): WorkAction {
  if (conversation.state === "closed") return "reopen";
  return isMine(conversation, meId) ? "resolve" : "takeOver";
}

/** What stands beside it. */
function secondaryOf(conversation: Conversation, meId: string): WorkAction | null {
  if (conversation.state === "closed") return null;
  if (isMine(conversation, meId)) return "handBack";
  return "resolve";
}

/** What can be done, as much of it in sight as there is room for; the rest is in a menu. */
export function HeaderActions({
  conversation,
  actions,
}: {
  conversation: Conversation;
  actions: Record<WorkAction, OfferedAction>;
}) {
  const meId = useMe().id;
  const primary = primaryOf(conversation, meId);
  const secondary = secondaryOf(conversation, meId);
  const isOpen = conversation.state === "open";
  const sleep: WorkAction = conversation.snoozed_until === null ? "snooze" : "unsnooze";
  const change: WorkAction[] = ["labels", "priority", "macro"];
  const give: WorkAction[] = isOpen ? ["assign", "transfer"] : [];
  const word: WorkAction[] = isOpen ? (isWithPeople(conversation) ? ["takeOver", "handBack"] : ["takeOver"]) : [];
  const end: WorkAction[] = isOpen ? ["resolve", sleep] : ["reopen"];
  const without = (group: WorkAction[], ...shown: (WorkAction | null)[]) => group.filter((id) => !shown.includes(id));
  const groups = (...shown: (WorkAction | null)[]) =>
    [without(word, ...shown), without(give, ...shown), without(end, ...shown), without(change, ...shown)].filter(
      (group) => group.length > 0,
    );
  return (
    <div className="flex shrink-0 items-center gap-1">
      <div className="hidden items-center gap-1 @3xl:flex">
        {isOpen && <ActionIcon action={actions.assign} />}
        {isOpen && <ActionIcon action={actions[sleep]} />}
        <ActionIcon action={actions.labels} />
        {secondary && <ActionButton action={actions[secondary]} className="ms-1" />}
      </div>
      <ActionButton
        action={actions[primary]}
        tone={primary === "reopen" ? "plain" : "primary"}
        className="@max-sm:hidden"
      />
      <ActionIcon action={actions[primary]} className="text-accent-text @sm:hidden" />
      <div className="hidden @3xl:block">
        <MoreMenu actions={actions} groups={groups(primary, secondary, "assign", sleep, "labels")} />
      </div>
      <div className="@3xl:hidden">
        <MoreMenu actions={actions} groups={groups(primary)} />
      </div>
    </div>
  );
}
