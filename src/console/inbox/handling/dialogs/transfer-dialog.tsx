import { ChevronLeft, Store, UsersRound } from "lucide-react";
import { useState } from "react";
import { SETTINGS_STALE_MS } from "../../../api/people.ts";
import type { Body } from "../../../api/types.ts";
import { useCall } from "../../../api/use-call.ts";
import { useText } from "../../../locales/text.ts";
import { Button } from "../../../ui/button.tsx";
import { TextArea } from "../../../ui/field.tsx";
import { useColleagues } from "../colleagues.ts";
import { ColleagueRow } from "./colleague-row.tsx";
import { Picker, PickerFrame, PickerGroup, PickerItem } from "./picker.tsx";
import type { WorkDialogProps } from "./work-dialogs.tsx";

type To = Pick<Body<"transferConversation">, "agent_id" | "team_id" | "outlet_id">;

interface Chosen {
  to: To;
  name: string;
}

/** Whom the conversation is given to, then what they should know. */
export function TransferDialog({ conversation, work, onClose }: WorkDialogProps) {
  const t = useText("work");
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const { outlet_id, control, handoff_agent_id } = conversation;
  const { colleagues } = useColleagues(outlet_id);
  const others = colleagues.filter(
    ({ agent, isMe }) => !isMe && (control !== "agent" || agent.id !== handoff_agent_id),
  );
  const allTeams = useCall("listTeams", undefined, { staleTime: SETTINGS_STALE_MS }).data?.teams ?? [];
  const teams = allTeams.filter(({ outlet_ids }) => outlet_ids.length === 0 || outlet_ids.includes(outlet_id));
  const allOutlets = useCall("listOutlets", undefined, { staleTime: SETTINGS_STALE_MS }).data?.outlets ?? [];
  const outlets = allOutlets.filter(({ id }) => id !== outlet_id);
  if (chosen !== null)
    return (
      <TransferNote
        name={chosen.name}
        onBack={() => setChosen(null)}
        onClose={onClose}
        onSend={(note) => {
          onClose();
          void work.transfer({ ...chosen.to, ...(note === "" ? {} : { note }) }, chosen.name);
        }}
      />
    );
  return (
    <Picker
      title={t("transfer.title")}
      placeholder={t("transfer.search")}
      empty={t("transfer.empty")}
      onClose={onClose}
    >
      {teams.length > 0 && (
        <PickerGroup heading={t("transfer.teams")}>
          {teams.map(({ id, name, agent_ids }) => (
            <PickerItem key={id} value={id} keywords={[name]} onSelect={() => setChosen({ to: { team_id: id }, name })}>
              <UsersRound aria-hidden className="size-4 text-muted" />
              <span className="min-w-0 grow truncate">{name}</span>
              <span className="text-xs text-muted">{t("transfer.people", { count: agent_ids.length })}</span>
            </PickerItem>
          ))}
        </PickerGroup>
      )}
      <PickerGroup heading={t("transfer.agents")}>
        {others.map((colleague) => {
          const { id, name, email } = colleague.agent;
          return (
            <PickerItem
              key={id}
              value={id}
              keywords={[name, email]}
              onSelect={() => setChosen({ to: { agent_id: id }, name })}
            >
              <ColleagueRow colleague={colleague} />
            </PickerItem>
          );
        })}
      </PickerGroup>
      {outlets.length > 0 && (
        <PickerGroup heading={t("transfer.outlets")}>
          {outlets.map(({ id, name }) => (
            <PickerItem
              key={id}
              value={id}
              keywords={[name]}
              onSelect={() => setChosen({ to: { outlet_id: id }, name })}
            >
              <Store aria-hidden className="size-4 text-muted" />
              <span className="min-w-0 grow truncate">{name}</span>
            </PickerItem>
          ))}
        </PickerGroup>
      )}
    </Picker>
  );
}

interface TransferNoteProps {
  name: string;
  onBack: () => void;
  onClose: () => void;
  onSend: (note: string) => void;
}

function TransferNote({ name, onBack, onClose, onSend }: TransferNoteProps) {
  const t = useText("work");
  const common = useText("common");
  const [note, setNote] = useState("");
  return (
    <PickerFrame title={t("transfer.to", { name })} onClose={onClose}>
      <form
        className="flex flex-col gap-4 p-4 pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          onSend(note.trim());
        }}
      >
        <TextArea
          label={t("transfer.note")}
          hint={t("transfer.noteHint")}
          autoFocus
          maxLength={4096}
          value={note}
          onChange={({ target }) => setNote(target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onSend(note.trim());
          }}
        />
        <div className="flex justify-between gap-2">
          <Button tone="quiet" icon={ChevronLeft} onClick={onBack}>
            {common("actions.back")}
          </Button>
          <Button type="submit" tone="primary">
            {t("transfer.send")}
          </Button>
        </div>
      </form>
    </PickerFrame>
  );
}
