import { useQueryClient } from "@tanstack/react-query";
import { UserRoundX } from "lucide-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { personOf } from "../../api/conversation.ts";
import type { Conversation } from "../../api/types.ts";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";
import { isSaid } from "./said-again.ts";

/** Forgets the person for good. For admins, who say again whom they mean. */
export function ErasePerson({ conversation }: { conversation: Conversation }) {
  const t = useText("panel");
  const [isOpen, setOpen] = useState(false);
  return (
    <section aria-label={t("erase.region")} className="border-t border-line px-4 pt-4">
      <Button size="small" icon={UserRoundX} onClick={() => setOpen(true)} className="w-full text-danger-text">
        {t("erase.open")}
      </Button>
      {isOpen && <EraseDialog conversation={conversation} onClose={() => setOpen(false)} />}
    </section>
  );
}

function EraseDialog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const t = useText("panel");
  const common = useText("common");
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [typed, setTyped] = useState("");
  const erase = useChange("erasePerson", ["listConversations", "countConversations"]);
  const name = conversation.customer_phone ?? personOf(conversation);
  const isSure = isSaid(typed, name);
  const go = async () => {
    await erase.mutateAsync({ params: { id: conversation.id } });
    client.removeQueries({ queryKey: ["getConversation", { params: { id: conversation.id } }] });
    toast({ title: t("erase.done"), tone: "success" });
    navigate("/");
  };
  const form = "erase-person";
  return (
    <Dialog
      title={t("erase.title", { name: personOf(conversation) })}
      lead={t("erase.lead")}
      width="narrow"
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{common("actions.cancel")}</Button>
          <Button tone="danger" type="submit" form={form} disabled={!isSure} isBusy={erase.isPending}>
            {t("erase.action")}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure) void go().catch(() => undefined);
        }}
      >
        <ProblemNote error={erase.error} />
        <TextField
          label={t("erase.type", { name })}
          autoFocus
          value={typed}
          autoComplete="off"
          onChange={({ target }) => setTyped(target.value)}
        />
      </form>
    </Dialog>
  );
}
