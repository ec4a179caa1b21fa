import { useQueryClient } from "@tanstack/react-query";
import { KeyRound, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import { keyOf, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { faultOf, ProblemNote } from "../../ui/problem.tsx";
import { faultUnder } from "../form/faults.ts";
import type { FlowDetail } from "./flow-row.tsx";

/** What headers of calls may name, and nobody is shown again. What is set here is kept at once. */
export function FlowSecrets({ saved, onOpenChange }: { saved: FlowDetail; onOpenChange: (open: boolean) => void }) {
  const t = useText("knowledge");
  const client = useQueryClient();
  const put = useChange("putFlow");
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const params = { id: saved.id };
  // The draft as it is kept: what is being written beside it is nobody's business here.
  const keep = (secrets: Record<string, string | null>) =>
    put.mutate(
      { params, body: { name: saved.name, flow: saved.flow, enabled: saved.enabled, secrets } },
      {
        onSuccess: (kept) => {
          client.setQueryData(keyOf("getFlow", { params }), kept);
          setName("");
          setValue("");
        },
      },
    );
  const add = (event: FormEvent) => {
    event.preventDefault();
    keep({ [name.trim()]: value });
  };
  const fault = faultUnder(put.error, "secrets");
  return (
    <Dialog title={t("secrets.title")} lead={t("secrets.lead")} open onOpenChange={onOpenChange}>
      <div className="flex flex-col gap-4">
        {put.error && !fault && !faultOf(put.error, "secrets") && <ProblemNote error={put.error} />}
        {saved.secrets.length === 0 ? (
          <p className="text-sm text-muted">{t("secrets.none")}</p>
        ) : (
          <ul aria-label={t("secrets.title")} className="divide-y divide-line rounded-lg border border-line">
            {saved.secrets.map((secret) => (
              <li key={secret} className="flex items-center gap-2 py-1 ps-3 pe-1 text-sm">
                <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
                <code className="words min-w-0 grow">{`{{secrets.${secret}}}`}</code>
                <IconButton
                  icon={Trash2}
                  size="small"
                  label={t("secrets.remove", { name: secret })}
                  onClick={() => keep({ [secret]: null })}
                />
              </li>
            ))}
          </ul>
        )}
        <form onSubmit={add} className="grid items-start gap-3 sm:grid-cols-[1fr_1fr_auto]">
          <TextField
            label={t("secrets.name")}
            value={name}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setName(event.target.value)}
            error={fault}
          />
          <TextField
            label={t("secrets.value")}
            type="password"
            autoComplete="new-password"
            value={value}
            maxLength={2_048}
            onChange={(event) => setValue(event.target.value)}
          />
          <Button
            type="submit"
            isBusy={put.isPending}
            disabled={name.trim() === "" || value === ""}
            className="sm:mt-[1.65rem]"
          >
            {t("secrets.set")}
          </Button>
        </form>
      </div>
    </Dialog>
  );
}
