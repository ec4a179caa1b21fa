import { CopyPlus, Plus, X } from "lucide-react";
import { useText } from "../../locales/text.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { CONTROL } from "../../ui/field.tsx";
import { isOvernight, overlap, type Period, withPeriod } from "./hours.ts";

interface DayHoursProps {
  name: string;
  periods: Period[];
  onChange: (periods: Period[]) => void;
  /** Gives the other working days the same hours. */
  onCopy: (() => void) | undefined;
  error: string | null;
}

/** The hours of one day: from, until, as often as there are breaks. */
export function DayHours({ name, periods, onChange, onCopy, error }: DayHoursProps) {
  const t = useText("settings");
  const fault = error ?? (overlap(periods) ? t("hours.overlap") : null);
  return (
    <fieldset className="flex flex-wrap items-start gap-x-3 gap-y-2 px-3 py-2.5">
      <legend className="float-start w-28 py-1.5 text-sm font-medium first-letter:uppercase">{name}</legend>
      <div className="flex min-w-0 grow basis-56 flex-col gap-2">
        {periods.length === 0 && <span className="py-1.5 text-sm text-muted">{t("hours.closed")}</span>}
        {periods.map((period, index) => (
          <PeriodFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a period is nothing but its place
            key={index}
            day={name}
            period={period}
            onChange={(next) => onChange(periods.map((one, at) => (at === index ? next : one)))}
            onRemove={() => onChange(periods.filter((_, at) => at !== index))}
          />
        ))}
        {fault && <p className="text-xs font-medium text-danger-text">{fault}</p>}
      </div>
      <div className="flex gap-1">
        {onCopy && periods.length > 0 && (
          <Button tone="quiet" size="small" icon={CopyPlus} onClick={onCopy}>
            {t("hours.copy")}
          </Button>
        )}
        <Button
          tone="quiet"
          size="small"
          icon={Plus}
          aria-label={`${t("hours.add")}: ${name}`}
          disabled={periods.length >= 10}
          onClick={() => onChange(withPeriod(periods))}
        >
          {t("hours.add")}
        </Button>
      </div>
    </fieldset>
  );
}

interface PeriodFieldsProps {
  /** Whose hours they are, for who cannot see it. */
  day: string;
  period: Period;
  onChange: (period: Period) => void;
  onRemove: () => void;
}

export function PeriodFields({ day, period, onChange, onRemove }: PeriodFieldsProps) {
  const t = useText("settings");
  const [from = "09:00", until = "18:00"] = period;
  // The browser's own field knows no 24:00, which is the day's end: midnight after it.
  const time = classes(CONTROL, "h-8 w-auto! px-2");
  return (
    <div className="flex flex-wrap items-center gap-2 text-sm">
      <input
        type="time"
        aria-label={t("hours.from", { day })}
        value={from}
        onChange={(event) => event.target.value && onChange([event.target.value, until])}
        className={time}
      />
      <span aria-hidden>–</span>
      <input
        type="time"
        aria-label={t("hours.until", { day })}
        value={until === "24:00" ? "00:00" : until}
        onChange={(event) =>
          event.target.value && onChange([from, event.target.value === "00:00" ? "24:00" : event.target.value])
        }
        className={time}
      />
      <IconButton icon={X} size="small" label={t("hours.remove", { day, from, until })} onClick={onRemove} />
      {isOvernight(period) && <span className="text-xs text-muted">{t("hours.nextDay")}</span>}
    </div>
  );
}
