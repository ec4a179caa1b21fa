import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { ProblemNote } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { CopyField } from "../form/copy-field.tsx";

interface WebhookValuesProps {
  id: string;
  /** Null where nobody knows it any more. */
  verifyToken: string | null;
}

const HERE = /^https?:\/\/(?:localhost|127\.|\[::1\])/;

/** What WhatsApp is given: the address that it calls, and the token by which it knows that it is ours. */
export function WebhookValues({ id, verifyToken }: WebhookValuesProps) {
  const t = useText("channels");
  const inbox = useCall("getInbox", { params: { id } });
  const url = inbox.data?.setup?.webhook_url;
  // Who has set it up needs no way any more.
  const isNeeded = verifyToken !== null || inbox.data?.setup?.verified_at === null;
  return (
    <div className="flex flex-col gap-4">
      {isNeeded && <p className="text-sm text-muted">{t("webhook.where")}</p>}
      <ProblemNote error={inbox.error} />
      {url === undefined ? (
        <Skeleton className="h-15" />
      ) : (
        <CopyField label={t("webhook.url")} hint={HERE.test(url) ? t("webhook.here") : undefined} value={url} />
      )}
      {verifyToken !== null && (
        <CopyField label={t("form.verify_token")} hint={t("webhook.tokenHint")} value={verifyToken} />
      )}
      {isNeeded && <p className="text-sm text-muted">{t("webhook.fields")}</p>}
    </div>
  );
}
