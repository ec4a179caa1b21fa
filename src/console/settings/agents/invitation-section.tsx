import { Link2 } from "lucide-react";
import { useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/page.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { CopyField } from "../form/copy-field.tsx";

/** Makes an invitation link, which is shown this once. */
export function InvitationSection({ agentId }: { agentId: string }) {
  const t = useText("settings");
  const invite = useChange("inviteAgent");
  const [url, setUrl] = useState<string | null>(null);
  return (
    <Section title={t("agents.invitation")} lead={t("agents.invitationLead")}>
      {url === null ? (
        <Button
          icon={Link2}
          isBusy={invite.isPending}
          onClick={() =>
            invite.mutate({ params: { id: agentId } }, { onSuccess: (made) => setUrl(made.url), onError: toastProblem })
          }
        >
          {t("agents.invite")}
        </Button>
      ) : (
        <CopyField label={t("agents.link")} hint={t("agents.linkHint")} value={url} />
      )}
    </Section>
  );
}
