import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { call } from "../../api/client.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { faultOf, ProblemNote } from "../../ui/problem.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { settingsPath } from "../form/paths.ts";
import { flowOf, TEMPLATES, type Template } from "./templates.ts";

/** Begins a flow, from nothing or from one that is like it. */
export function NewFlow({ onClose }: { onClose: () => void }) {
  const t = useText("knowledge");
  const common = useText("common");
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [template, setTemplate] = useState<Template>("empty");
  const create = useMutation({
    mutationFn: async () => call("createFlow", { body: { name: name.trim(), flow: await flowOf(template) } }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ["listFlows"] });
      navigate(settingsPath("flows", id));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Dialog
      title={t("newFlow.title")}
      lead={t("newFlow.lead")}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{common("actions.cancel")}</Button>
          <Button type="submit" form="new-flow" tone="primary" isBusy={create.isPending} disabled={name.trim() === ""}>
            {common("actions.create")}
          </Button>
        </>
      }
    >
      <form id="new-flow" onSubmit={submit} className="flex flex-col gap-4">
        {create.error && !faultOf(create.error, "name") && <ProblemNote error={create.error} />}
        <TextField
          label={t("newFlow.name")}
          hint={t("newFlow.nameHint")}
          value={name}
          maxLength={255}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
          error={faultOf(create.error, "name")}
        />
        <ChoiceField
          label={t("newFlow.template")}
          value={template}
          onChange={setTemplate}
          options={TEMPLATES.map((value) => ({
            value,
            label: t(`newFlow.templates.${value}`),
            hint: t(`newFlow.templateHints.${value}`),
          }))}
        />
      </form>
    </Dialog>
  );
}
