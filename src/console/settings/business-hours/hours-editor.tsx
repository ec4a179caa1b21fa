import { useId } from "react";
import { locale, useText } from "../../locales/text.ts";
import { CONTROL, Field } from "../../ui/field.tsx";
import { Switch } from "../../ui/switch.tsx";
import { faultUnder } from "../form/faults.ts";
import { DayHours } from "./day-hours.tsx";
import { Holidays } from "./holidays.tsx";
import { type BusinessHours, copied, DAYS, type Day, usualHours } from "./hours.ts";
import { isTimeZone, OpenNow } from "./open-now.tsx";

interface HoursEditorProps {
  value: BusinessHours | null;
  onChange: (hours: BusinessHours | null) => void;
  error: unknown;
}

const here = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Monday, in the language that is spoken. */
const dayName = (index: number): string =>
  new Intl.DateTimeFormat(locale(), { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + index));

/** When people are there: days, their periods, the time zone, and days with other hours. Null is always. */
export function HoursEditor({ value, onChange, error }: HoursEditorProps) {
  const t = useText("settings");
  return (
    <div className="flex flex-col gap-5">
      <Switch
        label={t("hours.set")}
        hint={t("hours.setHint")}
        checked={value !== null}
        onChange={(is) => onChange(is ? usualHours(here()) : null)}
      />
      {value && <Week value={value} onChange={onChange} error={error} />}
    </div>
  );
}

function Week({ value, onChange, error }: { value: BusinessHours } & Omit<HoursEditorProps, "value">) {
  const t = useText("settings");
  const set = (changes: Partial<BusinessHours>) => onChange({ ...value, ...changes });
  const setDay = (day: Day, periods: string[][]) => set({ weekly: { ...value.weekly, [day]: periods } });
  return (
    <>
      <div className="flex flex-wrap items-end gap-3">
        <TimeZoneField
          value={value.time_zone}
          onChange={(time_zone) => set({ time_zone })}
          error={
            isTimeZone(value.time_zone) ? faultUnder(error, "business_hours.time_zone") : t("hours.timeZoneUnknown")
          }
        />
        <div className="pb-2">
          <OpenNow hours={value} />
        </div>
      </div>
      <div className="divide-y divide-line rounded-lg border border-line">
        {DAYS.map((day, index) => (
          <DayHours
            key={day}
            name={dayName(index)}
            periods={value.weekly[day] ?? []}
            onChange={(periods) => setDay(day, periods)}
            onCopy={
              index === 0 ? () => set({ weekly: copied(value.weekly, "mon", ["tue", "wed", "thu", "fri"]) }) : undefined
            }
            error={faultUnder(error, `business_hours.weekly.${day}`)}
          />
        ))}
      </div>
      <Holidays
        value={value.holidays ?? []}
        onChange={(holidays) => set({ holidays })}
        error={faultUnder(error, "business_hours.holidays")}
      />
    </>
  );
}

interface TimeZoneFieldProps {
  value: string;
  onChange: (zone: string) => void;
  error: string | null;
}

function TimeZoneField({ value, onChange, error }: TimeZoneFieldProps) {
  const t = useText("settings");
  const list = useId();
  return (
    <Field label={t("hours.timeZone")} error={error} className="w-72 max-w-full">
      {(described) => (
        <>
          <input
            {...described}
            list={list}
            value={value}
            spellCheck={false}
            onChange={(event) => onChange(event.target.value.trim())}
            className={`${CONTROL} h-9`}
          />
          <datalist id={list}>
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
