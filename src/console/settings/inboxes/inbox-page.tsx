import { Play, TriangleAlert } from "lucide-react";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { toastProblem } from "../../ui/toast.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { faultUnder } from "../form/faults.ts";
import { settingsPath } from "../form/paths.ts";
import { useItemForm } from "../form/use-item-form.ts";
import { namesOf, useNames } from "../form/use-names.ts";
import type { InboxDetail } from "./inbox.ts";
import { HealthBadge } from "./inboxes-page.tsx";
import { LiveCheck } from "./live-check.tsx";
import { NumberSection } from "./number-section.tsx";
import { SecretsSection } from "./secrets-section.tsx";
import { UpdatesSection } from "./updates-section.tsx";
import { WebhookValues } from "./webhook-values.tsx";

/** One inbox: how it fares, its name, its secrets, and what WhatsApp said of it. */
export function InboxPage({ inbox }: { inbox: InboxDetail }) {
  const t = useText("channels");
  const { outlets } = useNames();
  const { channel } = inbox;
  const isWhatsApp = channel.type === "whatsapp";
  const lead = [isWhatsApp ? channel.display_phone_number : t("storesOnly"), namesOf(outlets, [inbox.outlet_id])];
  return (
    <Page
      title={inbox.name}
      lead={lead.filter(Boolean).join(" · ")}
      actions={<HealthBadge inbox={inbox} />}
      back={{ href: settingsPath("inboxes"), label: t("title") }}
    >
      {inbox.health.status !== "healthy" && <Held inbox={inbox} />}
      <NameSection inbox={inbox} />
      {isWhatsApp && (
        <>
          <Section title={t("connection")} lead={t("connectionLead")}>
            <div className="flex flex-col gap-6">
              <LiveCheck id={inbox.id} />
              <WebhookValues id={inbox.id} verifyToken={null} />
            </div>
          </Section>
          <NumberSection inbox={inbox} />
          <SecretsSection id={inbox.id} />
          <UpdatesSection id={inbox.id} />
        </>
      )}
    </Page>
  );
}

/** Why messages wait, and the way to let them go. */
function Held({ inbox: { id, health } }: { inbox: InboxDetail }) {
  const t = useText("channels");
  const resume = useChange("resumeInbox", ["getInbox", "listInboxes"]);
  const isHeld = health.status === "unhealthy";
  return (
    <div
      role="status"
      className={`flex flex-wrap items-center gap-3 rounded-xl px-4 py-3 text-sm ${isHeld ? "bg-danger-soft text-danger-text" : "bg-warning-soft text-warning-text"}`}
    >
      <TriangleAlert aria-hidden className="size-5 shrink-0" />
      <div className="min-w-0 grow basis-60">
        <p className="font-medium">{t(isHeld ? "held.title" : "held.paced")}</p>
        <p className="words">
          {[health.reason, health.code === null ? null : t("held.code", { code: health.code })]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p className="text-xs">
          {t("held.since")} <Time at={health.since} />
          {health.retry_at && (
            <>
              {" · "}
              {t("held.retry")} <Time at={health.retry_at} />
            </>
          )}
        </p>
      </div>
      {isHeld && (
        <Button
          icon={Play}
          isBusy={resume.isPending}
          onClick={() => resume.mutate({ params: { id } }, { onError: toastProblem })}
        >
          {t("held.resume")}
        </Button>
      )}
    </div>
  );
}

function NameSection({ inbox }: { inbox: InboxDetail }) {
  const t = useText("channels");
  const change = useChange("changeInbox", ["getInbox", "listInboxes"]);
  const { value, set, error, form } = useItemForm({
    saved: { name: inbox.name },
    isNew: false,
    section: "inboxes",
    save: async (body) => {
      await change.mutateAsync({ params: { id: inbox.id }, body });
      return undefined;
    },
  });
  return (
    <EditForm {...form}>
      <Section>
        <TextField
          label={t("form.name")}
          hint={t("form.nameHint")}
          value={value.name}
          maxLength={255}
          required
          onChange={(event) => set({ name: event.target.value })}
          error={faultUnder(error, "name")}
        />
      </Section>
    </EditForm>
  );
}
