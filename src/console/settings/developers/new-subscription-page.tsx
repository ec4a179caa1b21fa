import { useState } from "react";
import { useLocation } from "wouter";
import type { Answer } from "../../api/types.ts";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { CopyField } from "../form/copy-field.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { settingsPath } from "../form/paths.ts";
import { useDraft } from "../form/use-draft.ts";
import { SubscriptionFields, type SubscriptionFieldsValue } from "./subscription-fields.tsx";

const NOTHING: SubscriptionFieldsValue = { url: "", types: ["*"], outlet_ids: [], inbox_ids: [], description: null };

/** Adds a subscription, then shows its secret this once. */
export function NewSubscriptionPage() {
  const t = useText("developers");
  const settings = useText("settings");
  const [, navigate] = useLocation();
  const create = useChange("createSubscription", ["listSubscriptions"]);
  const [made, setMade] = useState<Answer<"createSubscription"> | null>(null);
  const { value, set, isDirty } = useDraft(NOTHING);
  const back = { href: settingsPath("subscriptions"), label: settings("sections.subscriptions") };
  if (made) return <Made made={made} back={back} />;
  return (
    <Page title={t("subscriptions.add")} lead={t("subscriptions.addLead")} back={back}>
      <EditForm
        isNew
        isDirty={isDirty}
        isBusy={create.isPending}
        error={create.error}
        onSave={() => create.mutate({ body: value }, { onSuccess: setMade })}
        onReset={() => navigate(back.href)}
        saveLabel={t("subscriptions.add")}
      >
        <SubscriptionFields value={value} set={set} error={create.error} isNew />
      </EditForm>
    </Page>
  );
}

interface MadeProps {
  made: Answer<"createSubscription">;
  back: { href: string; label: string };
}

function Made({ made: { id, secret }, back }: MadeProps) {
  const t = useText("developers");
  const [, navigate] = useLocation();
  return (
    <Page title={t("subscriptions.made")} lead={t("secret.once")} back={back}>
      <Section>
        <div className="flex flex-col items-start gap-4">
          <div className="w-full">
            <CopyField label={t("secret.label")} hint={t("secret.hint")} value={secret} />
          </div>
          <Button tone="primary" onClick={() => navigate(settingsPath("subscriptions", id))}>
            {t("secret.go")}
          </Button>
        </div>
      </Section>
    </Page>
  );
}
