import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem.tsx";
import { faultUnder, hasFaults } from "../form/faults.ts";
import { useSaving } from "../form/use-saving.ts";
import { newVerifyToken } from "./inbox.ts";

const SECRETS = ["access_token", "app_secret", "verify_token"] as const;
type Secret = (typeof SECRETS)[number];

/** Secrets that are never shown, each of which may be replaced. */
export function SecretsSection({ id }: { id: string }) {
  const t = useText("channels");
  const [replaced, setReplaced] = useState<Secret | null>(null);
  return (
    <Section title={t("secrets.title")} lead={t("secrets.lead")}>
      <ul className="flex flex-col gap-3">
        {SECRETS.map((secret) => (
          <li key={secret} className="flex items-center gap-3 text-sm">
            <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
            <div className="min-w-0 grow">
              <p className="font-medium">{t(`form.${secret}`)}</p>
              <p className="text-xs text-muted">{t(`secrets.${secret}`)}</p>
            </div>
            <Button
              size="small"
              aria-label={`${t("secrets.replace")}: ${t(`form.${secret}`)}`}
              onClick={() => setReplaced(secret)}
            >
              {t("secrets.replace")}
            </Button>
          </li>
        ))}
      </ul>
      {replaced && <ReplaceDialog id={id} secret={replaced} onClose={() => setReplaced(null)} />}
    </Section>
  );
}

interface ReplaceDialogProps {
  id: string;
  secret: Secret;
  onClose: () => void;
}

function ReplaceDialog({ id, secret, onClose }: ReplaceDialogProps) {
  const t = useText("channels");
  const common = useText("common");
  const change = useChange("changeInbox", ["getInbox", "listInboxes"]);
  const isToken = secret === "verify_token";
  const [value, setValue] = useState(() => (isToken ? newVerifyToken() : ""));
  const saving = useSaving();
  const save = () =>
    saving.save(async () => {
      await change.mutateAsync({ params: { id }, body: { [secret]: value.trim() } });
      onClose();
    });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("secrets.replaceTitle", { secret: t(`form.${secret}`) })}
      lead={t(`secrets.${secret}Replace`)}
      footer={
        <>
          <Button onClick={onClose}>{common("actions.cancel")}</Button>
          <Button tone="primary" isBusy={saving.isBusy} disabled={value.trim() === ""} onClick={save}>
            {common("actions.save")}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3 py-1"
        onSubmit={(event) => {
          event.preventDefault();
          if (value.trim() !== "") save();
        }}
      >
        <TextField
          label={t(`form.${secret}`)}
          type={isToken ? "text" : "password"}
          value={value}
          autoComplete="off"
          spellCheck={false}
          autoFocus
          onChange={(event) => setValue(event.target.value)}
          error={faultUnder(saving.error, secret)}
        />
        {!hasFaults(saving.error) && <ProblemNote error={saving.error} />}
      </form>
    </Dialog>
  );
}
