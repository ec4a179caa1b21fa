import { useQueryClient } from "@tanstack/react-query";
import type { Agent, Identity } from "../../api/types.ts";
import { keyOf, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { faultUnder } from "../form/faults.ts";
import { UnsavedGuard } from "../form/unsaved-guard.tsx";
import { useDraft } from "../form/use-draft.ts";
import { useSaving } from "../form/use-saving.ts";

/** An admin's own name, as customers and colleagues see it. */
export function NameForm({ agent }: { agent: Agent }) {
  const t = useText("settings");
  const common = useText("common");
  const client = useQueryClient();
  const change = useChange("changeAgent", ["listAgents"]);
  const { value, set, isDirty, reset } = useDraft({ name: agent.name });
  const saving = useSaving();
  const save = () =>
    saving.save(async () => {
      const saved = await change.mutateAsync({ params: { id: agent.id }, body: value });
      client.setQueryData<Identity>(keyOf("getSession"), (before) => before && { ...before, agent: saved });
      reset();
    });
  return (
    <form
      noValidate
      className="mt-4 flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <TextField
        label={t("profile.name")}
        hint={t("profile.nameHint")}
        className="max-w-sm grow"
        value={value.name}
        maxLength={255}
        autoComplete="name"
        onChange={(event) => set({ name: event.target.value })}
        error={faultUnder(saving.error, "name")}
      />
      {isDirty && (
        <Button type="submit" tone="primary" isBusy={saving.isBusy} className="mt-6">
          {common("actions.save")}
        </Button>
      )}
      <UnsavedGuard isDirty={isDirty} />
    </form>
  );
}
