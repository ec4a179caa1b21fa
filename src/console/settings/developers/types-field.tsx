import { ChevronRight, X } from "lucide-react";
import { useState } from "react";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { IconButton } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Checkbox } from "../../ui/switch.tsx";
import {
  ALL,
  GROUPS,
  type GroupId,
  isCovered,
  namesOf,
  othersOf,
  shareOf,
  withAll,
  withGroup,
  withName,
} from "./types.ts";

interface TypesFieldProps {
  value: string[];
  onChange: (types: string[]) => void;
  error: string | null;
}

/** What a subscription is sent: everything, whole groups, or single names. */
export function TypesField({ value, onChange, error }: TypesFieldProps) {
  const t = useText("developers");
  const isAll = value.includes(ALL);
  const others = othersOf(value);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="sr-only">{t("types.title")}</legend>
      <Checkbox label={t("types.all")} checked={isAll} onChange={(is) => onChange(withAll(value, is))} />
      <ul className="divide-y divide-line rounded-lg border border-line">
        {GROUPS.map((group) => (
          <li key={group}>
            <TypeGroup group={group} value={value} onChange={onChange} isImplied={isAll && group !== "voipbin"} />
          </li>
        ))}
      </ul>
      {others.length > 0 && (
        <div className="flex flex-wrap items-center gap-2 text-sm">
          <span className="text-muted">{t("types.others")}</span>
          {others.map((type) => (
            <span key={type} className="inline-flex items-center gap-0.5 rounded-full bg-hover ps-3">
              <code className="words text-xs">{type}</code>
              <IconButton
                icon={X}
                size="small"
                label={t("types.remove", { type })}
                onClick={() => onChange(value.filter((one) => one !== type))}
              />
            </span>
          ))}
        </div>
      )}
      {error && (
        <p role="alert" className="words text-xs font-medium text-danger-text">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface TypeGroupProps {
  group: GroupId;
  value: string[];
  onChange: (types: string[]) => void;
  /** All of it is sent because everything is. */
  isImplied: boolean;
}

function TypeGroup({ group, value, onChange, isImplied }: TypeGroupProps) {
  const t = useText("developers");
  const [isOpen, setOpen] = useState(false);
  const share = shareOf(value, group);
  const names = namesOf(group);
  const count = names.filter((name) => isCovered(value, name)).length;
  return (
    <div className="px-3 py-2">
      <div className="flex min-h-8 items-center gap-2">
        <div className="min-w-0 grow">
          <Checkbox
            label={t(`types.groups.${group}`)}
            checked={share === "all"}
            disabled={isImplied}
            onChange={(is) => onChange(withGroup(value, group, is))}
          />
        </div>
        {share === "some" && <Badge tone="accent">{t("types.some", { count, total: names.length })}</Badge>}
        <IconButton
          icon={ChevronRight}
          size="small"
          label={t(isOpen ? "types.hide" : "types.show", { group: t(`types.groups.${group}`) })}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className={classes("transition-transform", isOpen ? "rotate-90" : "rtl:rotate-180")}
        />
      </div>
      <p className="ps-7 text-xs text-muted">{t(`types.hints.${group}`)}</p>
      {isOpen && (
        <div className="grid gap-x-4 gap-y-2 py-2 ps-7 font-mono text-xs sm:grid-cols-2">
          {names.map((name) => (
            <Checkbox
              key={name}
              label={name}
              checked={isCovered(value, name)}
              disabled={isImplied}
              onChange={(is) => onChange(withName(value, name, is))}
            />
          ))}
        </div>
      )}
    </div>
  );
}
