import { Check, UserRoundX } from "lucide-react";
import { useText } from "../../../locales/text.ts";
import { useColleagues } from "../colleagues.ts";
import { ColleagueRow } from "./colleague-row.tsx";
import { Picker, PickerItem } from "./picker.tsx";
import type { WorkDialogProps } from "./work-dialogs.tsx";

/** Who is to have the conversation. */
export function AssignDialog({ conversation, work, onClose }: WorkDialogProps) {
  const t = useText("work");
  const { colleagues } = useColleagues(conversation.outlet_id);
  const { control, handoff_agent_id } = conversation;
  const has = (agentId: string) => control === "agent" && handoff_agent_id === agentId;
  const choose = (done: Promise<boolean> | null) => {
    onClose();
    void done;
  };
  return (
    <Picker title={t("assign.title")} placeholder={t("assign.search")} empty={t("assign.empty")} onClose={onClose}>
      {colleagues.map((colleague) => {
        const { id, name, email } = colleague.agent;
        return (
          <PickerItem
            key={id}
            value={id}
            keywords={[name, email]}
            onSelect={() => choose(has(id) ? null : work.assign(id))}
          >
            <ColleagueRow colleague={colleague} />
            <span className="size-4">{has(id) && <Check aria-label={t("assign.now")} className="size-4" />}</span>
          </PickerItem>
        );
      })}
      {control === "agent" && (
        <PickerItem value="nobody" keywords={[t("assign.nobody")]} onSelect={() => choose(work.unassign())}>
          <span className="grid size-7 place-items-center rounded-full bg-sunken text-muted">
            <UserRoundX aria-hidden className="size-4" />
          </span>
          <span className="grow">{t("assign.nobody")}</span>
        </PickerItem>
      )}
    </Picker>
  );
}
