import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useRef } from "react";
import { useText } from "../../locales/text.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { SelectField } from "../../ui/field.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { faultUnder } from "../form/faults.ts";
import { ActionFields } from "./action-fields.tsx";
import { ACTION_TYPES, type Action, type ActionType, emptyAction, moved } from "./actions.ts";

interface ActionsEditorProps {
  value: Action[];
  onChange: (actions: Action[]) => void;
  error: unknown;
}

/** Actions, done in their order. */
export function ActionsEditor({ value, onChange, error }: ActionsEditorProps) {
  const t = useText("settings");
  const list = useRef<HTMLOListElement>(null);
  const change = (index: number, action: Action) => onChange(value.map((one, at) => (at === index ? action : one)));
  const add = (type: ActionType) => {
    onChange([...value, emptyAction(type)]);
    setTimeout(() => list.current?.querySelector<HTMLElement>("li:last-child select")?.focus());
  };
  return (
    <div className="flex flex-col gap-3">
      {value.length === 0 && <p className="text-sm text-muted">{t("actions.none")}</p>}
      <ol ref={list} className="flex flex-col gap-3 empty:hidden">
        {value.map((action, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an action is known by its place alone
          <li key={index} className="rounded-lg border border-line bg-sunken p-3">
            <div className="flex items-end gap-2">
              <SelectField
                label={t("actions.number", { number: index + 1 })}
                className="max-w-sm grow"
                value={action.type}
                onChange={(event) => change(index, emptyAction(event.target.value as ActionType))}
              >
                {ACTION_TYPES.map((type) => (
                  <option key={type} value={type}>
                    {t(`actions.type.${type}`)}
                  </option>
                ))}
              </SelectField>
              <div className="ms-auto flex">
                <IconButton
                  icon={ArrowUp}
                  label={t("actions.up")}
                  disabled={index === 0}
                  onClick={() => onChange(moved(value, index, index - 1))}
                />
                <IconButton
                  icon={ArrowDown}
                  label={t("actions.down")}
                  disabled={index === value.length - 1}
                  onClick={() => onChange(moved(value, index, index + 1))}
                />
                <IconButton
                  icon={X}
                  label={t("actions.remove")}
                  onClick={() => onChange(value.filter((_, at) => at !== index))}
                />
              </div>
            </div>
            <ActionFields
              action={action}
              onChange={(next) => change(index, next)}
              error={faultUnder(error, `actions.${index}`)}
            />
          </li>
        ))}
      </ol>
      {faultUnder(error, "actions") && value.length === 0 && (
        <p className="text-xs font-medium text-danger-text">{t("actions.needed")}</p>
      )}
      <Menu
        trigger={
          <Button icon={Plus} className="self-start" disabled={value.length >= 20}>
            {t("actions.add")}
          </Button>
        }
      >
        {ACTION_TYPES.map((type) => (
          <MenuItem key={type} onSelect={() => add(type)}>
            {t(`actions.type.${type}`)}
          </MenuItem>
        ))}
      </Menu>
    </div>
  );
}
