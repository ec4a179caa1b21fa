import { ListFilter, X } from "lucide-react";
import { useMemo } from "react";
import { SETTINGS_STALE_MS } from "../api/people.ts";
import { useCall } from "../api/use-call.ts";
import { useIsAdmin } from "../app/session.tsx";
import { useText } from "../locales/text.ts";
import { Button } from "../ui/button.tsx";
import { SelectField } from "../ui/field.tsx";
import { Popover } from "../ui/popover.tsx";
import { Switch } from "../ui/switch.tsx";
import { type Asked, FILTERS, type Filter } from "./asked.ts";

interface FiltersProps {
  asked: Asked;
  change: (changes: Partial<Asked>) => void;
  /** The time zone whose days are shown. */
  zone: string | undefined;
}

type Choices = { [Of in Filter]: { id: string; name: string }[] };

/** Of whom the numbers are, how spans are counted, and whose days they are; what is narrowed is named beside. */
export function Filters({ asked, change, zone }: FiltersProps) {
  const t = useText("reports");
  const choices = useChoices();
  const { filters, inBusinessHours, timeZone } = asked;
  const set = FILTERS.filter((one) => filters[one] !== undefined);
  const count = set.length + Number(inBusinessHours) + Number(timeZone !== null);
  const without = (one: Filter) => change({ filters: { ...filters, [one]: undefined } });
  return (
    <>
      <Popover
        label={t("filters.title")}
        className="w-80 max-h-[min(36rem,var(--radix-popper-available-height))]! p-4!"
        trigger={
          <Button icon={ListFilter} aria-label={count > 0 ? t("filters.count", { count }) : t("filters.title")}>
            {t("filters.title")}
            {count > 0 && (
              <span className="rounded-full bg-accent-soft px-1.5 text-xs text-accent-text tabular-nums">{count}</span>
            )}
          </Button>
        }
      >
        <FilterForm asked={asked} change={change} zone={zone} choices={choices} />
      </Popover>
      {set.map((one) => (
        <Chip
          key={one}
          label={choices[one].find(({ id }) => id === filters[one])?.name ?? t(`groupings.${one}`)}
          onRemove={() => without(one)}
        />
      ))}
      {inBusinessHours && <Chip label={t("filters.hours")} onRemove={() => change({ inBusinessHours: false })} />}
      {timeZone && <Chip label={timeZone} onRemove={() => change({ timeZone: null })} />}
    </>
  );
}

const Chip = ({ label, onRemove }: { label: string; onRemove: () => void }) => {
  const t = useText("reports");
  return (
    <button
      type="button"
      aria-label={t("filters.remove", { name: label })}
      onClick={onRemove}
      className="inline-flex h-7 max-w-52 items-center gap-1 rounded-full bg-accent-soft ps-2.5 pe-1.5 text-xs font-medium text-accent-text"
    >
      <span className="truncate">{label}</span>
      <X aria-hidden className="size-3.5 shrink-0" />
    </button>
  );
};

function FilterForm({ asked, change, zone, choices }: FiltersProps & { choices: Choices }) {
  const t = useText("reports");
  const isAdmin = useIsAdmin();
  const zones = useMemo(() => Intl.supportedValuesOf("timeZone"), []);
  const { filters, inBusinessHours, timeZone } = asked;
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className="flex flex-col gap-3.5">
      {FILTERS.filter((one) => one !== "agent" || isAdmin).map((one) => (
        <SelectField
          key={one}
          label={t(`groupings.${one}`)}
          value={filters[one] ?? ""}
          onChange={({ target }) => change({ filters: { ...filters, [one]: target.value || undefined } })}
        >
          <option value="">{t(`filters.all.${one}`)}</option>
          {choices[one].map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      ))}
      <Switch
        label={t("filters.hours")}
        hint={t("filters.hoursHint")}
        checked={inBusinessHours}
        onChange={(on) => change({ inBusinessHours: on })}
      />
      <SelectField
        label={t("filters.zone")}
        hint={timeZone === null && zone ? t("filters.zoneHint", { zone }) : undefined}
        value={timeZone ?? ""}
        onChange={({ target }) => change({ timeZone: target.value || null })}
      >
        <option value="">{t("filters.zoneOwn")}</option>
        <option value={own}>{t("filters.zoneHere", { zone: own })}</option>
        {["UTC", ...zones.filter((one) => one !== "UTC")]
          .filter((one) => one !== own)
          .map((one) => (
            <option key={one} value={one}>
              {one.replaceAll("_", " ")}
            </option>
          ))}
      </SelectField>
      <Button onClick={() => change({ filters: {}, inBusinessHours: false, timeZone: null })}>
        {t("filters.clear")}
      </Button>
    </div>
  );
}

/** What may be chosen of, each empty until it is known. */
function useChoices(): Choices {
  const settings = { staleTime: SETTINGS_STALE_MS };
  const outlet = useCall("listOutlets", undefined, settings).data?.outlets ?? [];
  const inbox = useCall("listInboxes", undefined, settings).data?.inboxes ?? [];
  const agent = useCall("listAgents", undefined, settings).data?.agents ?? [];
  const team = useCall("listTeams", undefined, settings).data?.teams ?? [];
  return { outlet, inbox, agent, team };
}
