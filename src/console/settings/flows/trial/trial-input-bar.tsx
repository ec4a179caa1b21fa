import { Clock, MapPin, SendHorizontal } from "lucide-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { useText } from "../../../locales/text.ts";
import { IconButton } from "../../../ui/button.tsx";
import { classes } from "../../../ui/classes.ts";
import { CONTROL } from "../../../ui/field.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { spanOf } from "../../../ui/time.tsx";
import { asksForLocation, type TrialResult } from "./bubble.ts";
import type { TrialInput } from "./use-trial.ts";

interface TrialInputBarProps {
  result: TrialResult;
  isBusy: boolean;
  onSay: (input: TrialInput) => void;
}

/** In seconds. */
const SPANS = [300, 3_600, 86_400, 604_800];
/** Somewhere, for who is asked for a place. */
const PLACE = { latitude: -6.1754, longitude: 106.8272, name: "Monas" };

/** What the customer does next: writes, shares a place, or lets time pass. */
export function TrialInputBar({ result, isBusy, onSay }: TrialInputBarProps) {
  const t = useText("knowledge");
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const wantsPlace = asksForLocation(result.transcript.findLast(({ type }) => type === "say"));
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "" || isBusy) return;
    onSay({ text });
    setText("");
  };
  return (
    <form onSubmit={submit} className="flex shrink-0 items-center gap-1 border-t border-line bg-surface p-2">
      <Menu side="top" trigger={<IconButton icon={Clock} label={t("trial.wait")} disabled={result.ended} />}>
        {SPANS.map((wait) => (
          <MenuItem key={wait} icon={Clock} onSelect={() => onSay({ wait })}>
            {t("trial.passes", { span: spanOf(wait * 1_000, "long") })}
          </MenuItem>
        ))}
      </Menu>
      <IconButton
        icon={MapPin}
        label={t("trial.place")}
        disabled={result.ended}
        onClick={() => onSay({ location: PLACE })}
        className={classes(wantsPlace && !result.ended && "text-accent-text ring-1 ring-accent")}
      />
      <input
        ref={input}
        value={text}
        dir="auto"
        maxLength={4_096}
        aria-label={t("trial.say")}
        placeholder={t(result.ended ? "trial.overHint" : "trial.say")}
        disabled={result.ended}
        onChange={(event) => setText(event.target.value)}
        className={classes(CONTROL, "h-9")}
      />
      <IconButton
        icon={SendHorizontal}
        type="submit"
        label={t("trial.send")}
        disabled={text.trim() === "" || result.ended}
      />
    </form>
  );
}
