import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { useCall, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import { faultOf, ProblemNote } from "../../ui/problem.tsx";
import { conversationHref, type ListAddress } from "./address.ts";
import { RARELY_MS } from "./names.ts";

const FORM = "new-conversation";

/** Opens a conversation with somebody by their number; the one that is open with them, where one is. */
export function NewConversation({ address, onClose }: { address: ListAddress; onClose: () => void }) {
  const t = useText("list");
  const common = useText("common");
  const [, navigate] = useLocation();
  const outlets = useCall("listOutlets", undefined, { staleTime: RARELY_MS }).data?.outlets ?? [];
  const [given, setGiven] = useState({ outlet_id: "", customer_phone: "", customer_name: "" });
  const open = useChange("findOrCreateConversation");
  const outletId = given.outlet_id || outlets[0]?.id || "";
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const body = {
      outlet_id: outletId,
      customer_phone: given.customer_phone,
      customer_name: given.customer_name.trim() || null,
    };
    open.mutate(
      { body },
      {
        onSuccess: ({ id }) => {
          onClose();
          navigate(conversationHref(id, { ...address, q: "" }));
        },
      },
    );
  };
  const phoneFault = faultOf(open.error, "customer_phone") ?? faultOf(open.error, "body.customer_phone");
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t("new.title")}
      lead={t("new.lead")}
      width="narrow"
      footer={
        <>
          <Button onClick={onClose}>{common("actions.cancel")}</Button>
          <Button tone="primary" type="submit" form={FORM} isBusy={open.isPending} disabled={outletId === ""}>
            {t("new.open")}
          </Button>
        </>
      }
    >
      <form id={FORM} onSubmit={submit} className="flex flex-col gap-3">
        {!phoneFault && <ProblemNote error={open.error} />}
        {outlets.length > 1 && (
          <SelectField
            label={t("filters.outlet_id")}
            value={outletId}
            onChange={({ target }) => setGiven({ ...given, outlet_id: target.value })}
          >
            {outlets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
        )}
        <TextField
          label={t("new.phone")}
          hint={t("new.phoneHint")}
          error={phoneFault && t("new.phoneWrong")}
          type="tel"
          required
          autoFocus
          dir="ltr"
          maxLength={50}
          autoComplete="off"
          value={given.customer_phone}
          onChange={({ target }) => setGiven({ ...given, customer_phone: target.value })}
        />
        <TextField
          label={t("new.name")}
          maxLength={255}
          autoComplete="off"
          value={given.customer_name}
          onChange={({ target }) => setGiven({ ...given, customer_name: target.value })}
        />
      </form>
    </Dialog>
  );
}
