import { AlarmClock, AlarmClockOff, CalendarClock, ChevronLeft, Moon, Sun, Sunrise } from "lucide-react";
import { useState } from "react";
import { SETTINGS_STALE_MS } from "../../../api/people.ts";
import { useCall } from "../../../api/use-call.ts";
import { useText } from "../../../locales/text.ts";
import { Button } from "../../../ui/button.tsx";
import { TextField } from "../../../ui/field.tsx";
import { useNow } from "../../../ui/time.tsx";
import { momentOf } from "../moment.ts";
import { printField, readField, snoozeChoices } from "../snooze-times.ts";
import { Picker, PickerFrame, PickerItem } from "./picker.tsx";
import type { WorkDialogProps } from "./work-dialogs.tsx";

const ICONS = { hour: AlarmClock, evening: Moon, tomorrow: Sun, week: Sunrise };
const HOUR = 3_600_000;
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** When the conversation is to come back: usual times, or one's own, by the clocks of its outlet. */
export function SnoozeDialog({ conversation, work, onClose }: WorkDialogProps) {
  const t = useText("work");
  const now = useNow();
  const [isOwn, setOwn] = useState(false);
  const outlets = useCall("listOutlets", undefined, { staleTime: SETTINGS_STALE_MS }).data?.outlets;
  const outlet = outlets?.find(({ id }) => id === conversation.outlet_id);
  const timeZone = outlet?.business_hours?.time_zone ?? here;
  // In another zone than the agent's the time is told with its day, and the zone beside.
  const words = (at: number) => momentOf(at, now, timeZone === here ? undefined : timeZone);
  const choose = (at: number) => {
    onClose();
    void work.snooze(new Date(at).toISOString());
  };
  const zone = timeZone === here ? null : timeZone.replaceAll("_", " ");
  if (isOwn)
    return <OwnTime {...{ timeZone, zone, now }} onBack={() => setOwn(false)} onChoose={choose} onClose={onClose} />;
  return (
    <Picker
      title={zone ? t("snooze.titleIn", { zone }) : t("snooze.title")}
      placeholder={t("snooze.search")}
      empty={t("snooze.empty")}
      onClose={onClose}
    >
      {snoozeChoices(now, timeZone).map(({ id, at }) => {
        const Icon = ICONS[id];
        return (
          <PickerItem key={id} value={t(`snooze.${id}`)} keywords={[]} onSelect={() => choose(at)}>
            <Icon aria-hidden className="size-4 text-muted" />
            <span className="grow">{t(`snooze.${id}`)}</span>
            <span className="text-xs text-muted">{words(at)}</span>
          </PickerItem>
        );
      })}
      <PickerItem value={t("snooze.own")} keywords={[]} onSelect={() => setOwn(true)}>
        <CalendarClock aria-hidden className="size-4 text-muted" />
        <span className="grow">{t("snooze.own")}</span>
      </PickerItem>
      {conversation.snoozed_until !== null && (
        <PickerItem
          value={t("action.unsnooze")}
          keywords={[]}
          onSelect={() => {
            onClose();
            void work.unsnooze();
          }}
        >
          <AlarmClockOff aria-hidden className="size-4 text-muted" />
          <span className="grow">{t("action.unsnooze")}</span>
        </PickerItem>
      )}
    </Picker>
  );
}

interface OwnTimeProps {
  timeZone: string;
  zone: string | null;
  now: number;
  onBack: () => void;
  onChoose: (at: number) => void;
  onClose: () => void;
}

function OwnTime({ timeZone, zone, now, onBack, onChoose, onClose }: OwnTimeProps) {
  const t = useText("work");
  const common = useText("common");
  const [value, setValue] = useState(() => printField(now + HOUR, timeZone));
  const at = readField(value, timeZone);
  const isPast = at !== null && at <= now;
  return (
    <PickerFrame title={t("snooze.own")} onClose={onClose}>
      <form
        className="flex flex-col gap-4 p-4 pt-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (at !== null && !isPast) onChoose(at);
        }}
      >
        <TextField
          label={t("snooze.when")}
          type="datetime-local"
          autoFocus
          required
          min={printField(now, timeZone)}
          value={value}
          onChange={({ target }) => setValue(target.value)}
          hint={zone && t("snooze.zone", { zone })}
          error={isPast ? t("problem.past") : null}
        />
        <div className="flex justify-between gap-2">
          <Button tone="quiet" icon={ChevronLeft} onClick={onBack}>
            {common("actions.back")}
          </Button>
          <Button type="submit" tone="primary" disabled={at === null || isPast}>
            {t("action.snooze")}
          </Button>
        </div>
      </form>
    </PickerFrame>
  );
}
