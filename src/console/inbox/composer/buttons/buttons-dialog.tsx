import { Plus, SendHorizontal, X } from "lucide-react";
import { useState } from "react";
import { useText } from "../../../locales/text.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { TextArea, TextField } from "../../../ui/field.tsx";
import type { OutgoingDraft } from "../../outbox.ts";
import { faultOf, MOST_BUTTONS, QUESTION_LIMIT, questionWith, TITLE_LIMIT } from "./buttons.ts";

interface ButtonsDialogProps {
  /** What was written already. */
  text: string;
  onSend: (draft: OutgoingDraft) => void;
  onClose: () => void;
}

/** Asks the customer something that they answer by a button. */
export function ButtonsDialog({ text, onSend, onClose }: ButtonsDialogProps) {
  const t = useText("composer");
  const [question, setQuestion] = useState(text.slice(0, QUESTION_LIMIT));
  const [titles, setTitles] = useState<string[]>(["", ""]);
  const [isTried, setTried] = useState(false);
  const fault = faultOf(question, titles);
  const shown = isTried ? fault : null;
  const send = () => {
    setTried(true);
    if (fault === null) onSend(questionWith(question, titles));
  };
  const setTitle = (place: number, title: string) =>
    setTitles((before) => before.map((one, index) => (index === place ? title : one)));
  return (
    <Dialog
      title={t("buttons.open")}
      lead={t("buttons.lead")}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button tone="primary" icon={SendHorizontal} onClick={send}>
          {t("buttons.send")}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <TextArea
          label={t("buttons.question")}
          value={question}
          maxLength={QUESTION_LIMIT}
          rows={3}
          error={shown === "no_question" ? t("buttons.fault.no_question") : null}
          onChange={({ currentTarget }) => setQuestion(currentTarget.value)}
        />
        {titles.map((title, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a button is its place
          <div key={place} className="flex items-end gap-1.5">
            <TextField
              className="grow"
              label={t("buttons.button", { number: place + 1 })}
              value={title}
              maxLength={TITLE_LIMIT}
              hint={place === 0 ? t("buttons.limit", { count: TITLE_LIMIT }) : undefined}
              error={place === 0 && shown !== null && shown !== "no_question" ? t(`buttons.fault.${shown}`) : null}
              onChange={({ currentTarget }) => setTitle(place, currentTarget.value)}
            />
            {titles.length > 1 && place > 0 && (
              <IconButton
                icon={X}
                label={t("buttons.remove", { number: place + 1 })}
                onClick={() => setTitles((before) => before.filter((_, index) => index !== place))}
              />
            )}
          </div>
        ))}
        {titles.length < MOST_BUTTONS && (
          <Button
            icon={Plus}
            tone="quiet"
            className="self-start"
            onClick={() => setTitles((before) => [...before, ""])}
          >
            {t("buttons.add")}
          </Button>
        )}
      </div>
    </Dialog>
  );
}
