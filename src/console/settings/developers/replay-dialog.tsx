import { type FormEvent, useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { faultUnder, hasFaults } from "../form/faults.ts";
import { conversationIdIn, localInput } from "./replay.ts";

const DAY_MS = 86_400_000;

/** Sends again what happened since a time, or in one conversation. */
export function ReplayDialog({ id, onOpenChange }: { id: string; onOpenChange: (open: boolean) => void }) {
  const t = useText("developers");
  const common = useText("common");
  const replay = useChange("replaySubscription", ["getSubscription", "listDeliveries"]);
  const [of, setOf] = useState<"time" | "conversation">("time");
  const [since, setSince] = useState(() => localInput(Date.now() - DAY_MS));
  const [conversation, setConversation] = useState("");
  const [after, setAfter] = useState("0");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body =
      of === "time"
        ? { from: new Date(since).toISOString() }
        : { conversation_id: conversationIdIn(conversation), after_seq: Number(after) };
    replay.mutate(
      { params: { id }, body },
      {
        onSuccess: ({ count }) => {
          toast({ title: t("replay.begun", { count }), tone: "success" });
          onOpenChange(false);
        },
      },
    );
  };
  const isReady = of === "time" ? !Number.isNaN(Date.parse(since)) : conversation.trim() !== "";
  const footer = (
    <>
      <Button onClick={() => onOpenChange(false)}>{common("actions.cancel")}</Button>
      <Button type="submit" form="replay" tone="primary" isBusy={replay.isPending} disabled={!isReady}>
        {t("replay.run")}
      </Button>
    </>
  );
  const { error } = replay;
  return (
    <Dialog title={t("replay.title")} lead={t("replay.lead")} open onOpenChange={onOpenChange} footer={footer}>
      <form id="replay" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {error && !hasFaults(error) && <ProblemNote error={error} />}
        <ChoiceField
          label={t("replay.of")}
          value={of}
          onChange={setOf}
          options={[
            { value: "time", label: t("replay.byTime"), hint: t("replay.byTimeHint") },
            { value: "conversation", label: t("replay.byConversation"), hint: t("replay.byConversationHint") },
          ]}
        />
        {of === "time" ? (
          <TextField
            label={t("replay.since")}
            type="datetime-local"
            value={since}
            onChange={(event) => setSince(event.target.value)}
            error={faultUnder(error, "from")}
          />
        ) : (
          <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
            <TextField
              label={t("replay.conversation")}
              hint={t("replay.conversationHint")}
              value={conversation}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setConversation(event.target.value)}
              error={faultUnder(error, "conversation_id")}
            />
            <TextField
              label={t("replay.after")}
              inputMode="numeric"
              value={after}
              onChange={(event) => setAfter(event.target.value.replace(/\D/g, ""))}
              error={faultUnder(error, "after_seq")}
            />
          </div>
        )}
      </form>
    </Dialog>
  );
}
