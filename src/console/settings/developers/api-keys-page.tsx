import { BookText, KeyRound, Plus } from "lucide-react";
import { useMemo, useState } from "react";
import { usePeople } from "../../api/people.ts";
import type { Answer } from "../../api/types.ts";
import { useCall, useChange } from "../../api/use-call.ts";
import { useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../../ui/dialog.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { dateOf } from "../../ui/time.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { List } from "../form/list.tsx";
import { FirstCall } from "./first-call.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";
import { Notices } from "./notices.tsx";

type ApiKey = Answer<"listApiKeys">["api_keys"][number];

/** What programs call the API with: for the tenant itself, or for an agent. */
export function ApiKeysPage() {
  const t = useText("developers");
  const settings = useText("settings");
  const keys = useCall("listApiKeys");
  const [isAdding, setAdding] = useState(false);
  const [revoked, setRevoked] = useState<ApiKey | null>(null);
  const { nameOf } = usePeople();
  useCommands(
    useMemo(
      () => [
        {
          id: "new-api-key",
          title: t("keys.add"),
          group: settings("groups.developers"),
          icon: KeyRound,
          run: () => setAdding(true),
        },
      ],
      [t, settings],
    ),
  );
  const add = (
    <Button tone="primary" icon={Plus} onClick={() => setAdding(true)}>
      {t("keys.add")}
    </Button>
  );
  return (
    <Page title={settings("sections.api-keys")} lead={t("keys.lead")} actions={add}>
      <Notices />
      <List
        label={settings("sections.api-keys")}
        query={keys}
        items={keys.data?.api_keys}
        keyOf={({ id }) => id}
        empty={{ icon: KeyRound, title: t("keys.none"), detail: t("keys.noneDetail") }}
        row={(key) => <KeyRow apiKey={key} agentName={nameOf(key.agent_id)} onRevoke={() => setRevoked(key)} />}
      />
      <Section
        title={t("keys.first")}
        lead={t("keys.firstLead")}
        actions={
          <a
            href="/docs"
            target="_blank"
            rel="noreferrer"
            className="inline-flex min-h-7 items-center gap-1.5 text-sm font-medium text-accent-text hover:underline"
          >
            <BookText aria-hidden className="size-4" />
            {t("keys.docs")}
          </a>
        }
      >
        <FirstCall />
      </Section>
      <NewKeyDialog open={isAdding} onOpenChange={setAdding} />
      <Revoke apiKey={revoked} onClose={() => setRevoked(null)} />
    </Page>
  );
}

interface KeyRowProps {
  apiKey: ApiKey;
  agentName: string | null;
  onRevoke: () => void;
}

function KeyRow({ apiKey: { name, agent_id, last_four, created_at }, agentName, onRevoke }: KeyRowProps) {
  const t = useText("developers");
  const title = name ?? (agent_id === null ? t("keys.unnamed") : t("keys.token"));
  return (
    <>
      <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="words font-medium">{title}</span>
          {agent_id !== null && <Badge>{t("keys.speaksFor", { name: agentName ?? t("keys.someone") })}</Badge>}
        </p>
        <p className="text-sm text-muted">
          {last_four && <code className="text-xs">…{last_four}</code>}
          {last_four && created_at && " · "}
          {created_at && t("keys.created", { date: dateOf(created_at) })}
          {!last_four && !created_at && t("keys.old")}
        </p>
      </div>
      <Button size="small" aria-label={`${t("keys.revoke")}: ${title} ${last_four ?? ""}`} onClick={onRevoke}>
        {t("keys.revoke")}
      </Button>
    </>
  );
}

function Revoke({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const t = useText("developers");
  const revoke = useChange("revokeApiKey", ["listApiKeys"]);
  return (
    <Confirm
      open={apiKey !== null}
      onOpenChange={(open) => !open && onClose()}
      title={t("keys.revokeTitle", { name: apiKey?.name ?? `…${apiKey?.last_four ?? ""}` })}
      detail={t("keys.revokeDetail")}
      action={t("keys.revoke")}
      onConfirm={() =>
        apiKey &&
        revoke.mutateAsync({ params: { id: apiKey.id } }).catch((error) => {
          toastProblem(error);
          throw error;
        })
      }
    />
  );
}
