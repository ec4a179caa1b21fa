import { useState } from "react";
import { useLocation } from "wouter";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { settingsPath } from "../form/paths.ts";
import { FindSteps } from "./find-steps.tsx";
import { InboxForm } from "./inbox-form.tsx";
import { LiveCheck } from "./live-check.tsx";
import { Steps } from "./steps.tsx";
import { WebhookValues } from "./webhook-values.tsx";

interface Made {
  id: string;
  verifyToken: string;
}

/** Leads through the set-up of a WhatsApp number: find the values, write them, give WhatsApp the webhook, see that it works. */
export function NewInboxPage() {
  const t = useText("channels");
  const [, navigate] = useLocation();
  const [step, setStep] = useState(0);
  const [made, setMade] = useState<Made | null>(null);
  const steps = [t("steps.find"), t("steps.enter"), t("steps.webhook"), t("steps.check")];
  return (
    <Page title={t("add")} lead={t("addLead")} back={{ href: settingsPath("inboxes"), label: t("title") }}>
      <Steps label={t("steps.label")} steps={steps} current={step} />
      {step === 0 && (
        <Section title={t("steps.find")} lead={t("find.lead")}>
          <FindSteps />
          <StepButtons next={t("steps.next")} onNext={() => setStep(1)} />
        </Section>
      )}
      {step === 1 && (
        <InboxForm
          onBack={() => setStep(0)}
          onMade={(next) => {
            setMade(next);
            setStep(2);
          }}
        />
      )}
      {step === 2 && made && (
        <Section title={t("steps.webhook")} lead={t("webhook.lead")}>
          <WebhookValues id={made.id} verifyToken={made.verifyToken} />
          <StepButtons next={t("steps.toCheck")} onNext={() => setStep(3)} />
        </Section>
      )}
      {step === 3 && made && (
        <Section title={t("steps.check")} lead={t("check.lead")}>
          <LiveCheck id={made.id} />
          <StepButtons
            back={t("steps.back")}
            onBack={() => setStep(2)}
            next={t("steps.finish")}
            onNext={() => navigate(settingsPath("inboxes", made.id))}
          />
        </Section>
      )}
    </Page>
  );
}

interface StepButtonsProps {
  back?: string;
  onBack?: () => void;
  next: string;
  onNext: () => void;
}

const StepButtons = ({ back, onBack, next, onNext }: StepButtonsProps) => (
  <div className="mt-6 flex justify-end gap-2">
    {back && <Button onClick={onBack}>{back}</Button>}
    <Button tone="primary" onClick={onNext}>
      {next}
    </Button>
  </div>
);
