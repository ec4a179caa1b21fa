import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/page.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { CopyField } from "../form/copy-field.tsx";

/** Issues a bearer by which a program speaks for an agent; it is shown this once. */
export function TokenSection({ agentId }: { agentId: string }) {
  const t = useText("settings");
  const issue = useChange("createAgentToken");
  const [token, setToken] = useState<string | null>(null);
  const make = () =>
    issue.mutate({ params: { id: agentId } }, { onSuccess: (issued) => setToken(issued.token), onError: toastProblem });
  return (
    <Section title={t("agents.tokens")} lead={t("agents.tokensLead")}>
      <div className="flex flex-col items-start gap-3">
        {token !== null && (
          <div className="w-full">
            <CopyField label={t("agents.token")} hint={t("agents.tokenHint")} value={token} />
          </div>
        )}
        <Button icon={KeyRound} isBusy={issue.isPending} onClick={make}>
          {t("agents.issueToken")}
        </Button>
      </div>
    </Section>
  );
}
