import { type FormEvent, useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { CopyField } from "../form/copy-field.tsx";
import { faultUnder, hasFaults } from "../form/faults.ts";
import { FirstCall } from "./first-call.tsx";

interface NewKeyDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Issues a key, and shows it this once. */
export function NewKeyDialog({ open, onOpenChange }: NewKeyDialogProps) {
  const t = useText("developers");
  const common = useText("common");
  const issue = useChange("createApiKey", ["listApiKeys"]);
  const [name, setName] = useState("");
  const close = () => {
    onOpenChange(false);
    setName("");
    issue.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    issue.mutate({ body: { name: name.trim() || null } });
  };
  const { data: issued, error } = issue;
  const footer = issued ? (
    <Button tone="primary" onClick={close}>
      {common("actions.done")}
    </Button>
  ) : (
    <>
      <Button onClick={close}>{common("actions.cancel")}</Button>
      <Button type="submit" form="new-key" tone="primary" isBusy={issue.isPending}>
        {t("keys.add")}
      </Button>
    </>
  );
  return (
    <Dialog
      title={t(issued ? "keys.made" : "keys.add")}
      lead={t(issued ? "keys.once" : "keys.addLead")}
      open={open}
      onOpenChange={(is) => (is ? onOpenChange(true) : close())}
      footer={footer}
    >
      {issued ? (
        <div className="flex flex-col gap-4">
          <CopyField label={t("keys.secret")} value={issued.secret} />
          <FirstCall secret={issued.secret} />
        </div>
      ) : (
        <form id="new-key" onSubmit={submit} className="flex flex-col gap-3">
          {error && !hasFaults(error) && <ProblemNote error={error} />}
          <TextField
            label={t("keys.name")}
            hint={t("keys.nameHint")}
            value={name}
            maxLength={255}
            autoComplete="off"
            autoFocus
            onChange={(event) => setName(event.target.value)}
            error={faultUnder(error, "name")}
          />
        </form>
      )}
    </Dialog>
  );
}
