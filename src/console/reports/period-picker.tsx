import { CalendarDays, ChevronLeft, ChevronRight } from "lucide-react";
import { type FormEvent, useState } from "react";
import { locale, useText } from "../locales/text.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { classes } from "../ui/classes.ts";
import { TextField } from "../ui/field.tsx";
import { Popover } from "../ui/popover.tsx";
import { areDays, MOST_DAYS, PERIODS, type Period } from "./asked.ts";
import { beside, type Days } from "./days.ts";
import { daysWords } from "./rows.ts";

interface PeriodPickerProps {
  period: Period | Days;
  /** The days that are meant; none until it is known which day it is there. */
  days: Days | undefined;
  onChange: (period: Period | Days) => void;
}

/** Which days: up to today, any, or as many before those that are shown. */
export function PeriodPicker({ period, days, onChange }: PeriodPickerProps) {
  const t = useText("reports");
  const [isOpen, setOpen] = useState(false);
  const isCustom = typeof period !== "string";
  const step = (way: 1 | -1) => days && onChange(beside(days, way));
  return (
    <>
      <fieldset className="flex h-9 overflow-hidden rounded-lg border border-edge bg-raised">
        <legend className="sr-only">{t("period.label")}</legend>
        {PERIODS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === period}
            onClick={() => onChange(one)}
            className={classes(SEGMENT, one === period ? CHOSEN : "hover:bg-hover")}
          >
            {one === "today" ? t("period.today") : t("period.days", { count: Number(one) })}
          </button>
        ))}
        <Popover
          label={t("period.custom")}
          open={isOpen}
          onOpenChange={setOpen}
          className="w-72 p-4!"
          trigger={
            <button
              type="button"
              aria-pressed={isCustom}
              className={classes(SEGMENT, isCustom ? CHOSEN : "hover:bg-hover")}
            >
              <CalendarDays aria-hidden className="size-4" />
              {isCustom ? daysWords(period, locale()) : <span className="max-sm:sr-only">{t("period.custom")}</span>}
            </button>
          }
        >
          <DaysForm
            days={days}
            onChoose={(chosen) => {
              setOpen(false);
              onChange(chosen);
            }}
          />
        </Popover>
      </fieldset>
      <div className="flex">
        <IconButton
          icon={ChevronLeft}
          label={t("period.previous")}
          disabled={!days}
          onClick={() => step(-1)}
          className="rtl:rotate-180"
        />
        <IconButton
          icon={ChevronRight}
          label={t("period.next")}
          disabled={!isCustom}
          onClick={() => step(1)}
          className="rtl:rotate-180"
        />
      </div>
    </>
  );
}

const SEGMENT =
  "inline-flex items-center gap-1.5 border-s border-line px-3 text-sm font-medium whitespace-nowrap transition-colors first-of-type:border-s-0 focus-visible:-outline-offset-2 max-sm:px-2.5";
const CHOSEN = "bg-selected text-accent-text";

function DaysForm({ days, onChoose }: { days: Days | undefined; onChoose: (days: Days) => void }) {
  const t = useText("reports");
  const [draft, setDraft] = useState<Days>({ from: days?.from ?? "", to: days?.to ?? "" });
  const [isWrong, setWrong] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (areDays(draft)) onChoose({ from: draft.from, to: draft.to });
    else setWrong(true);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <TextField
        type="date"
        label={t("period.from")}
        value={draft.from}
        max={draft.to}
        onChange={({ target }) => setDraft({ ...draft, from: target.value })}
      />
      <TextField
        type="date"
        label={t("period.to")}
        value={draft.to}
        min={draft.from}
        error={isWrong && !areDays(draft) ? t("period.wrong", { count: MOST_DAYS }) : null}
        onChange={({ target }) => setDraft({ ...draft, to: target.value })}
      />
      <Button type="submit" tone="primary">
        {t("period.show")}
      </Button>
    </form>
  );
}
