import { Check } from "lucide-react";
import { useText } from "../../../locales/text.ts";
import { PRIORITIES, PriorityIcon } from "../priority-mark.tsx";
import { Picker, PickerItem } from "./picker.tsx";
import type { WorkDialogProps } from "./work-dialogs.tsx";

/** How pressing it is. */
export function PriorityDialog({ conversation, work, onClose }: WorkDialogProps) {
  const t = useText("work");
  return (
    <Picker
      title={t("action.priority")}
      placeholder={t("priority.search")}
      empty={t("priority.empty")}
      onClose={onClose}
    >
      {PRIORITIES.map((priority) => {
        const words = t(`priority.${priority ?? "none"}`);
        const isNow = priority === conversation.priority;
        return (
          <PickerItem
            key={words}
            value={words}
            keywords={[]}
            onSelect={() => {
              onClose();
              if (!isNow) void work.setPriority(priority);
            }}
          >
            <PriorityIcon priority={priority} />
            <span className="grow">{words}</span>
            {isNow && <Check aria-label={t("assign.now")} className="size-4" />}
          </PickerItem>
        );
      })}
    </Picker>
  );
}
