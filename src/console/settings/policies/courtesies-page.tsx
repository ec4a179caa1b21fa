import { useText } from "../../locales/text.ts";
import { TextArea } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Switch } from "../../ui/switch.tsx";
import { faultUnder } from "../form/faults.ts";
import { inserted } from "../form/inserted.ts";
import { PolicyPage, TenantFormFrame } from "./policy-page.tsx";
import { Preview } from "./preview.tsx";
import { type Policies, usePolicyForm } from "./use-tenant.ts";

const COURTESIES = ["off_hours_text", "farewell_text", "satisfaction_question"] as const;
type Courtesy = (typeof COURTESIES)[number];

/** What customers are told by itself. */
export function CourtesiesPage() {
  const t = useText("settings");
  return (
    <PolicyPage title={t("sections.courtesies")} lead={t("courtesies.lead")}>
      {({ policies }) => <CourtesiesForm policies={policies} />}
    </PolicyPage>
  );
}

function CourtesiesForm({ policies }: { policies: Policies }) {
  const form = usePolicyForm(policies, COURTESIES);
  return (
    <TenantFormFrame form={form}>
      {COURTESIES.map((name) => (
        <CourtesySection
          key={name}
          name={name}
          text={form.value[name]}
          onChange={(text) => form.set({ [name]: text })}
          error={faultUnder(form.error, `policies.${name}`)}
        />
      ))}
    </TenantFormFrame>
  );
}

interface CourtesySectionProps {
  name: Courtesy;
  text: string | null;
  onChange: (text: string | null) => void;
  error: string | null;
}

function CourtesySection({ name, text, onChange, error }: CourtesySectionProps) {
  const t = useText("settings");
  const title = t(`courtesies.${name}.title`);
  return (
    <Section title={title} lead={t(`courtesies.${name}.lead`)}>
      <div className="flex flex-col gap-4">
        <Switch
          label={t("courtesies.say", { title })}
          checked={text !== null}
          onChange={(is) => onChange(is ? t(`courtesies.${name}.example`, { place: "{{next_opening}}" }) : null)}
        />
        {text !== null && (
          <div className="grid items-start gap-4 lg:grid-cols-2">
            <div className="flex flex-col gap-2">
              <TextArea
                label={t("courtesies.text")}
                rows={4}
                maxLength={1024}
                value={text}
                onChange={(event) => onChange(event.target.value)}
                error={error}
              />
              {name === "off_hours_text" && (
                <button
                  type="button"
                  className="min-h-6 self-start text-xs font-medium text-accent-text hover:underline"
                  onClick={() => onChange(inserted(text, "{{next_opening}}"))}
                >
                  {t("courtesies.insertOpening")}
                </button>
              )}
            </div>
            <Preview
              text={text.replace(/\{\{\s*next_opening[^}]*\}\}/g, t("courtesies.openingExample"))}
              choices={name === "satisfaction_question" ? t("courtesies.stars") : null}
            />
          </div>
        )}
      </div>
    </Section>
  );
}
