import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";

interface ModeSwitchProps {
  isNote: boolean;
  onChange: (isNote: boolean) => void;
}

/** To the customer, or to colleagues only. */
export function ModeSwitch({ isNote, onChange }: ModeSwitchProps) {
  const t = useText("composer");
  const modes = [
    { isNote: false, label: t("mode.reply"), chosen: "bg-accent-soft text-accent-text" },
    { isNote: true, label: t("mode.note"), chosen: "bg-note-text text-note" },
  ];
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">{t("mode.label")}</legend>
      {modes.map((mode) => (
        <button
          key={`${mode.isNote}`}
          type="button"
          aria-pressed={mode.isNote === isNote}
          onClick={() => onChange(mode.isNote)}
          className={classes(
            "h-7 rounded-md px-2.5 text-xs font-medium",
            mode.isNote === isNote ? mode.chosen : "text-muted hover:bg-hover hover:text-text",
          )}
        >
          {mode.label}
        </button>
      ))}
    </fieldset>
  );
}
