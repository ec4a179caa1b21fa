import { CalendarPlus, X } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { CONTROL } from "../../ui/field.tsx";
import { Checkbox } from "../../ui/switch.tsx";
import { PeriodFields } from "./day-hours.tsx";
import type { Holiday } from "./hours.ts";

interface HolidaysProps {
  value: Holiday[];
  onChange: (holidays: Holiday[]) => void;
  error: string | null;
}

const today = (): string => new Date().toLocaleDateString("sv");

/** Days on which other hours hold, or nobody is there. */
export function Holidays({ value, onChange, error }: HolidaysProps) {
  const t = useText("settings");
  const change = (index: number, changes: Partial<Holiday>) =>
    onChange(value.map((one, at) => (at === index ? { ...one, ...changes } : one)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-sm font-medium">{t("hours.holidays")}</legend>
      {value.length === 0 && <p className="text-sm text-muted">{t("hours.noHolidays")}</p>}
      {value.map((holiday, index) => (
        <HolidayFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a day that is written has no other name yet
          key={index}
          holiday={holiday}
          onChange={(changes) => change(index, changes)}
          onRemove={() => onChange(value.filter((_, at) => at !== index))}
        />
      ))}
      {error && <p className="text-xs font-medium text-danger-text">{error}</p>}
      <Button
        icon={CalendarPlus}
        className="self-start"
        onClick={() => onChange([...value, { date: today(), name: "" }])}
      >
        {t("hours.addHoliday")}
      </Button>
    </fieldset>
  );
}

interface HolidayFieldsProps {
  holiday: Holiday;
  onChange: (changes: Partial<Holiday>) => void;
  onRemove: () => void;
}

function HolidayFields({ holiday, onChange, onRemove }: HolidayFieldsProps) {
  const t = useText("settings");
  const isOpen = (holiday.hours?.length ?? 0) > 0;
  return (
    <div className="flex flex-wrap items-center gap-2 rounded-lg border border-line p-2.5">
      <input
        type="date"
        aria-label={t("hours.holidayDate")}
        value={holiday.date}
        onChange={(event) => event.target.value && onChange({ date: event.target.value })}
        className={classes(CONTROL, "h-8 w-auto! px-2")}
      />
      <input
        aria-label={t("hours.holidayName")}
        placeholder={t("hours.holidayName")}
        value={holiday.name}
        maxLength={255}
        onChange={(event) => onChange({ name: event.target.value })}
        className={classes(CONTROL, "h-8 w-auto! min-w-32 grow basis-40")}
      />
      <Checkbox
        label={t("hours.closedAllDay")}
        checked={!isOpen}
        onChange={(is) => onChange({ hours: is ? undefined : [["10:00", "14:00"]] })}
      />
      {holiday.hours?.map((period, index) => (
        <PeriodFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a period is nothing but its place
          key={index}
          day={holiday.name || holiday.date}
          period={period}
          onChange={(next) => onChange({ hours: holiday.hours?.map((one, at) => (at === index ? next : one)) })}
          onRemove={() => onChange({ hours: holiday.hours?.filter((_, at) => at !== index) })}
        />
      ))}
      <IconButton
        icon={X}
        size="small"
        label={t("hours.removeHoliday", { name: holiday.name || holiday.date })}
        onClick={onRemove}
        className="ms-auto"
      />
    </div>
  );
}
