import { Plus, X } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { SelectField, TextField } from "../../ui/field.tsx";
import { faultUnder } from "../form/faults.ts";
import { ConditionValue } from "./condition-value.tsx";
import {
  type Condition,
  type Conditions,
  conditionWith,
  FIELDS,
  isKnownField,
  type KnownField,
  type Op,
  opsOf,
} from "./conditions.ts";

interface ConditionsEditorProps {
  value: Conditions;
  onChange: (conditions: Conditions) => void;
  error: unknown;
}

const NONE: Condition[] = [];

/** What must hold: all of some, and any of others. */
export function ConditionsEditor({ value, onChange, error }: ConditionsEditorProps) {
  const t = useText("settings");
  return (
    <div className="flex flex-col gap-5">
      {(["all", "any"] as const).map((group) => (
        <Group
          key={group}
          title={t(`conditions.${group}`)}
          conditions={value[group] ?? NONE}
          onChange={(conditions) => onChange({ ...value, [group]: conditions.length > 0 ? conditions : undefined })}
          faultOf={(index) => faultUnder(error, `conditions.${group}.${index}`)}
        />
      ))}
    </div>
  );
}

interface GroupProps {
  title: string;
  conditions: Condition[];
  onChange: (conditions: Condition[]) => void;
  faultOf: (index: number) => string | null;
}

function Group({ title, conditions, onChange, faultOf }: GroupProps) {
  const t = useText("settings");
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">{title}</legend>
      {conditions.map((condition, index) => (
        <ConditionFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a condition is known by its place alone
          key={index}
          condition={condition}
          onChange={(next) => onChange(conditions.map((one, at) => (at === index ? next : one)))}
          onRemove={() => onChange(conditions.filter((_, at) => at !== index))}
          error={faultOf(index)}
        />
      ))}
      <Button
        icon={Plus}
        size="small"
        className="self-start"
        disabled={conditions.length >= 20}
        onClick={() => onChange([...conditions, { field: "message.content", op: "contains", value: "" }])}
      >
        {t("conditions.add")}
      </Button>
    </fieldset>
  );
}

interface ConditionFieldsProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
  onRemove: () => void;
  error: string | null;
}

const GROUPS = ["message", "conversation", "event"] as const;
const ATTRIBUTE = "customer.";

function ConditionFields({ condition, onChange, onRemove, error }: ConditionFieldsProps) {
  const t = useText("settings");
  const { field, op } = condition;
  const isAttribute = field.startsWith(ATTRIBUTE);
  const setField = (next: string) => onChange(conditionWith(condition, next, op));
  return (
    <div className="flex flex-col gap-2 rounded-lg border border-line bg-sunken p-3">
      <div className="flex items-end gap-2">
        <div className="grid grow gap-2 sm:grid-cols-2">
          <SelectField
            label={t("conditions.field")}
            value={isAttribute ? ATTRIBUTE : field}
            onChange={(event) => setField(event.target.value)}
          >
            {GROUPS.map((group) => (
              <optgroup key={group} label={t(`conditions.group.${group}`)}>
                {Object.keys(FIELDS)
                  .filter((name) => name.startsWith(`${group}.`))
                  .map((name) => (
                    <option key={name} value={name}>
                      {t(`conditions.fields.${name.replace(".", "_") as FieldKey}`)}
                    </option>
                  ))}
              </optgroup>
            ))}
            <optgroup label={t("conditions.group.customer")}>
              <option value={ATTRIBUTE}>{t("conditions.attribute")}</option>
            </optgroup>
            {!isKnownField(field) && !isAttribute && <option value={field}>{field}</option>}
          </SelectField>
          <SelectField
            label={t("conditions.op")}
            value={op}
            onChange={(event) => onChange(conditionWith(condition, field, event.target.value as Op))}
          >
            {opsOf(field).map((one) => (
              <option key={one} value={one}>
                {t(`conditions.ops.${one}`)}
              </option>
            ))}
          </SelectField>
        </div>
        <IconButton icon={X} label={t("conditions.remove")} onClick={onRemove} />
      </div>
      {isAttribute && (
        <TextField
          label={t("conditions.attributeName")}
          className="max-w-sm"
          value={field.slice(ATTRIBUTE.length)}
          maxLength={64}
          spellCheck={false}
          placeholder="tier"
          onChange={(event) => setField(`${ATTRIBUTE}${event.target.value.replace(/[^A-Za-z0-9_]/g, "")}`)}
        />
      )}
      <ConditionValue condition={condition} onChange={onChange} error={error} />
    </div>
  );
}

type Underscored<S extends string> = S extends `${infer A}.${infer B}` ? `${A}_${B}` : S;
type FieldKey = Underscored<KnownField>;
