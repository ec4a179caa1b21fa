import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { faultUnder } from "../form/faults.ts";
import { useDraft } from "../form/use-draft.ts";
import { useNames } from "../form/use-names.ts";
import { useSaving } from "../form/use-saving.ts";
import { newVerifyToken } from "./inbox.ts";

const EMPTY = {
  name: "",
  outlet_id: "",
  phone_number_id: "",
  display_phone_number: "",
  waba_id: "",
  access_token: "",
  app_secret: "",
};

interface InboxFormProps {
  onBack: () => void;
  onMade: (made: { id: string; verifyToken: string }) => void;
}

/** The values of a WhatsApp number, as Meta's console shows them. */
export function InboxForm({ onBack, onMade }: InboxFormProps) {
  const t = useText("channels");
  const { outlets } = useNames();
  const create = useChange("createInbox", ["listInboxes"]);
  const [verify_token, setVerifyToken] = useState(newVerifyToken);
  const { value, set, isDirty } = useDraft(EMPTY);
  const saving = useSaving();
  const save = () =>
    saving.save(async () => {
      const { name, outlet_id, waba_id, ...channel } = value;
      const body = {
        name,
        ...(outlet_id === "" ? {} : { outlet_id }),
        channel: { type: "whatsapp" as const, ...channel, verify_token, ...(waba_id === "" ? {} : { waba_id }) },
      };
      onMade({ id: (await create.mutateAsync({ body })).id, verifyToken: verify_token });
    });
  const fault = (name: string) =>
    faultUnder(saving.error, name === "name" || name === "outlet_id" ? name : `channel.${name}`);
  const field = (name: keyof typeof EMPTY) => ({
    label: t(`form.${name}`),
    value: value[name],
    error: fault(name),
    autoComplete: "off",
    spellCheck: false,
    onChange: ({ target }: { target: { value: string } }) => set({ [name]: target.value }),
  });
  return (
    <EditForm
      isDirty={isDirty}
      isNew
      isBusy={saving.isBusy}
      error={saving.error}
      onSave={save}
      onReset={onBack}
      resetLabel={t("steps.back")}
      saveLabel={t("form.submit")}
    >
      <Section title={t("steps.enter")}>
        <div className="grid gap-5 sm:grid-cols-2">
          <TextField {...field("name")} hint={t("form.nameHint")} required autoFocus />
          <SelectField
            label={t("form.outlet_id")}
            value={value.outlet_id}
            onChange={(event) => set({ outlet_id: event.target.value })}
            error={fault("outlet_id")}
          >
            <option value="">{t("form.outletDefault")}</option>
            {outlets.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField {...field("display_phone_number")} type="tel" placeholder="+1 555 010 2030" required />
          <TextField {...field("phone_number_id")} hint={t("form.phone_number_idHint")} inputMode="numeric" required />
          <TextField {...field("waba_id")} hint={t("form.waba_idHint")} inputMode="numeric" />
          <TextField {...field("access_token")} hint={t("form.access_tokenHint")} type="password" required />
          <TextField {...field("app_secret")} hint={t("form.app_secretHint")} type="password" required />
          <div className="flex items-start gap-2">
            <TextField
              label={t("form.verify_token")}
              hint={t("form.verify_tokenHint")}
              className="grow"
              value={verify_token}
              spellCheck={false}
              onChange={(event) => setVerifyToken(event.target.value)}
              error={fault("verify_token")}
            />
            <Button
              icon={RefreshCw}
              className="mt-6"
              aria-label={t("form.newVerifyToken")}
              onClick={() => setVerifyToken(newVerifyToken())}
            />
          </div>
        </div>
      </Section>
    </EditForm>
  );
}
