import { useText } from "../../locales/text.ts";
import { TextField } from "../../ui/field.tsx";
import { ChoiceField } from "../form/choice-field.tsx";
import { faultUnder } from "../form/faults.ts";
import { NumberField } from "../form/number-field.tsx";
import { OutletsChoice } from "../form/outlets-choice.tsx";

/** What an admin says of an agent. */
export interface AgentFieldsValue {
  name: string;
  role: "agent" | "admin";
  outlet_ids: string[];
  capacity: number | null;
}

interface AgentFieldsProps {
  value: AgentFieldsValue;
  set: (changes: Partial<AgentFieldsValue>) => void;
  error: unknown;
  /** Their e-mail, where it can still be chosen. */
  email?: { value: string; set: (email: string) => void };
}

export function AgentFields({ value, set, error, email }: AgentFieldsProps) {
  const t = useText("settings");
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t("field.name")}
          value={value.name}
          maxLength={255}
          required
          autoComplete="off"
          autoFocus={email !== undefined}
          onChange={(event) => set({ name: event.target.value })}
          error={faultUnder(error, "name")}
        />
        {email && (
          <TextField
            label={t("agents.email")}
            type="email"
            value={email.value}
            maxLength={255}
            required
            autoComplete="off"
            onChange={(event) => email.set(event.target.value.trim())}
            error={faultUnder(error, "email")}
          />
        )}
      </div>
      <ChoiceField
        label={t("agents.roleLabel")}
        value={value.role}
        onChange={(role) => set({ role })}
        options={(["agent", "admin"] as const).map((role) => ({
          value: role,
          label: t(`agents.role.${role}`),
          hint: t(`agents.roleHint.${role}`),
        }))}
      />
      <OutletsChoice
        hint={t("agents.outletsHint")}
        value={value.outlet_ids}
        onChange={(outlet_ids) => set({ outlet_ids })}
        error={faultUnder(error, "outlet_ids")}
      />
      <NumberField
        label={t("agents.capacity")}
        hint={t("agents.capacityHint")}
        value={value.capacity}
        onChange={(capacity) => set({ capacity })}
        least={0}
        most={1000}
        none={t("agents.capacityDefault")}
        otherwise={5}
        error={faultUnder(error, "capacity")}
      />
    </div>
  );
}
