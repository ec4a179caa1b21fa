import { Plus } from "lucide-react";
import { useState } from "react";
import { useCall } from "../../../api/use-call.ts";
import { useText } from "../../../locales/text.ts";
import { Button } from "../../../ui/button.tsx";
import { labelsToShow, newLabel, toggled } from "../label-choice.ts";
import { CheckBox } from "./check-box.tsx";
import { Picker, PickerItem } from "./picker.tsx";
import type { WorkDialogProps } from "./work-dialogs.tsx";

/** The conversation's labels: any number of those that are in use, and new ones. Kept when it is closed. */
export function LabelsDialog({ conversation, work, onClose }: WorkDialogProps) {
  const t = useText("work");
  const common = useText("common");
  const [chosen, setChosen] = useState<readonly string[]>(conversation.labels);
  const [typed, setTyped] = useState("");
  const counts = useCall("countConversations");
  const labels = labelsToShow(counts.data?.labels ?? [], conversation.labels, chosen);
  const fresh = newLabel(typed, labels);
  const choose = (label: string) => {
    setChosen(toggled(chosen, label));
    setTyped("");
  };
  const close = () => {
    onClose();
    const isSame =
      chosen.length === conversation.labels.length && chosen.every((one) => conversation.labels.includes(one));
    if (!isSame) void work.setLabels([...chosen]);
  };
  const footer = (
    <div className="flex shrink-0 items-center justify-between gap-3 border-t border-line px-4 py-2.5">
      <p className="text-xs text-muted">{t("labels.chosen", { count: chosen.length })}</p>
      <Button tone="primary" size="small" onClick={close}>
        {common("actions.done")}
      </Button>
    </div>
  );
  return (
    <Picker
      title={t("action.labels")}
      placeholder={t("labels.search")}
      empty={t("labels.empty")}
      value={typed}
      onValueChange={setTyped}
      onClose={close}
      footer={footer}
    >
      {labels.map(({ label, open }) => (
        <PickerItem
          key={label}
          value={label}
          keywords={[]}
          isChecked={chosen.includes(label)}
          onSelect={() => choose(label)}
        >
          <CheckBox isChecked={chosen.includes(label)} />
          <span className="words min-w-0 grow">{label}</span>
          {open > 0 && <span className="text-xs text-muted">{open}</span>}
        </PickerItem>
      ))}
      {fresh !== null && (
        <PickerItem value={`+ ${fresh}`} keywords={[fresh]} isAlways onSelect={() => choose(fresh)}>
          <Plus aria-hidden className="size-4 text-muted" />
          <span className="words min-w-0 grow">{t("labels.create", { label: fresh })}</span>
        </PickerItem>
      )}
    </Picker>
  );
}
