import { Plus, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { CONTROL, Field } from "../../ui/field.tsx";
import { listed, withoutTwins } from "./contains.ts";

interface WordsFieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  placeholder?: string;
  value: string[];
  onChange: (words: string[]) => void;
  /** Words that are offered while somebody writes. */
  offered?: string[];
}

/** A list of words or phrases: Enter or a comma adds one, a list that is pasted adds all of it. */
export function WordsField({ label, hint, error, placeholder, value, onChange, offered = [] }: WordsFieldProps) {
  const t = useText("settings");
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const add = (typed = text) => {
    const words = listed(typed);
    if (words.length > 0) onChange(withoutTwins([...value, ...words]));
    setText("");
  };
  const remove = (word: string) => {
    onChange(value.filter((one) => one !== word));
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" && event.key !== ",") return;
    event.preventDefault();
    add();
  };
  return (
    <Field label={label} hint={hint} error={error}>
      {(described) => (
        <div className="flex flex-col gap-2">
          {value.length > 0 && (
            <ul aria-label={label} className="flex flex-wrap gap-1.5">
              {value.map((word) => (
                <li
                  key={word}
                  className="inline-flex max-w-full items-center gap-0.5 rounded-full bg-hover ps-3 text-sm"
                >
                  <span className="words py-1">{word}</span>
                  <button
                    type="button"
                    aria-label={t("words.remove", { word })}
                    onClick={() => remove(word)}
                    className="grid size-7 place-items-center rounded-full text-muted hover:text-text"
                  >
                    <X aria-hidden className="size-3.5" />
                  </button>
                </li>
              ))}
            </ul>
          )}
          <div className="flex gap-2">
            <input
              {...described}
              ref={input}
              value={text}
              list={offered.length > 0 ? `${described.id}-offered` : undefined}
              placeholder={placeholder}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={onKeyDown}
              onBlur={() => add()}
              className={classes(CONTROL, "h-9")}
            />
            <Button icon={Plus} disabled={text.trim() === ""} onClick={() => add()}>
              {t("words.add")}
            </Button>
          </div>
          {offered.length > 0 && (
            <datalist id={`${described.id}-offered`}>
              {offered
                .filter((one) => !value.includes(one))
                .map((one) => (
                  <option key={one} value={one} />
                ))}
            </datalist>
          )}
        </div>
      )}
    </Field>
  );
}
