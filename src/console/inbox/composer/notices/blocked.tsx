import { useQueryClient } from "@tanstack/react-query";
import { Archive, LayoutTemplate, MessageSquarePlus, MessageSquareX, RotateCcw } from "lucide-react";
import { useState } from "react";
import { useLocation, useSearch } from "wouter";
import { call } from "../../../api/client.ts";
import type { Conversation } from "../../../api/types.ts";
import { keyOf } from "../../../api/use-call.ts";
import { useMe } from "../../../app/session.tsx";
import { useText } from "../../../locales/text.ts";
import { Button } from "../../../ui/button.tsx";
import { toastProblem } from "../../../ui/toast.tsx";
import { keepDraft } from "../../drafts.ts";
import { Notice } from "./notice.tsx";

interface ClosedProps {
  conversation: Conversation;
  /** What was being written goes with whoever goes on in a new conversation. */
  text: string;
}

/** Why nothing can be sent in a closed conversation, and how to go on. */
export function Closed({ conversation, text }: ClosedProps) {
  const t = useText("composer");
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const search = useSearch();
  const me = useMe();
  const [isBusy, setBusy] = useState(false);
  const { id, outlet_id, customer_phone, customer_name, customer_id } = conversation;
  const show = (one: Conversation) => client.setQueryData(keyOf("getConversation", { params: { id: one.id } }), one);
  const work = (what: () => Promise<void>) => {
    setBusy(true);
    what()
      .catch(toastProblem)
      .finally(() => setBusy(false));
  };
  const reopen = async () => {
    show(await call("setStatus", { params: { id }, body: { status: "active" } }));
  };
  const begin = async () => {
    const body = { outlet_id, customer_phone: `${customer_phone}`, customer_name, customer_id };
    const next = await call("findOrCreateConversation", { body, idempotencyKey: `next:${id}` });
    show(next);
    keepDraft(localStorage, { agentId: me.id, conversationId: next.id }, { text, isNote: false });
    keepDraft(localStorage, { agentId: me.id, conversationId: id }, { text: "", isNote: false });
    navigate(`/conversations/${next.id}${search ? `?${search}` : ""}`);
  };
  const actions = (
    <div className="flex flex-wrap gap-2">
      <Button size="small" icon={RotateCcw} isBusy={isBusy} onClick={() => work(reopen)}>
        {t("closed.reopen")}
      </Button>
      {customer_phone && (
        <Button size="small" tone="primary" icon={MessageSquarePlus} isBusy={isBusy} onClick={() => work(begin)}>
          {t("closed.begin")}
        </Button>
      )}
    </div>
  );
  return (
    <Notice icon={Archive} tone="info" actions={actions}>
      {t("closed.detail")}
    </Notice>
  );
}

/** Why only a template can be sent, and how to. */
export function WindowClosed({ isNew, onTemplate }: { isNew: boolean; onTemplate: () => void }) {
  const t = useText("composer");
  const actions = (
    <Button size="small" tone="primary" icon={LayoutTemplate} onClick={onTemplate}>
      {t("template.choose")}
    </Button>
  );
  return (
    <Notice icon={MessageSquareX} tone="warning" actions={actions}>
      {t(isNew ? "window.never" : "window.closed")}
    </Notice>
  );
}
