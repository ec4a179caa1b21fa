import { useDeferredValue, useId, useState } from "react";
import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { CONTROL } from "../../ui/field.tsx";
import { later } from "../../ui/later.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

const Markdown = later(() => import("./markdown.tsx").then(({ Markdown }) => Markdown), {
  waiting: () => <Skeleton className="h-4 w-48" />,
});

interface MarkdownFieldProps {
  value: string;
  onChange: (value: string) => void;
  /** It is no Markdown: what is written is what is seen. */
  isPlain: boolean;
  error: string | null;
}

/** Markdown with what it looks like beside it, or in its place where there is no room. */
export function MarkdownField({ value, onChange, isPlain, error }: MarkdownFieldProps) {
  const t = useText("knowledge");
  const id = useId();
  const [isPreview, setPreview] = useState(false);
  const shown = useDeferredValue(value);
  return (
    <section className="@container rounded-xl border border-line bg-surface">
      <header className="flex items-center gap-3 border-b border-line px-4 py-2">
        <label htmlFor={id} className="grow text-sm font-medium">
          {t("article.content")}
        </label>
        <p className="text-xs text-muted max-sm:hidden">{t(isPlain ? "article.plainHint" : "article.markdownHint")}</p>
        <button
          type="button"
          aria-pressed={isPreview}
          onClick={() => setPreview(!isPreview)}
          className="h-7 rounded-lg border border-edge px-2.5 text-xs font-medium hover:bg-hover aria-pressed:bg-selected aria-pressed:text-accent-text @3xl:hidden"
        >
          {t("article.preview")}
        </button>
      </header>
      <div className="grid h-[32rem] @3xl:grid-cols-2">
        <div className={classes("min-h-0 p-2", isPreview && "max-@3xl:hidden")}>
          <textarea
            id={id}
            value={value}
            dir="auto"
            spellCheck
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? `${id}-error` : undefined}
            onChange={(event) => onChange(event.target.value)}
            className={classes(CONTROL, "h-full resize-none border-transparent p-3 font-mono leading-relaxed")}
          />
        </div>
        <section
          aria-label={t("article.preview")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard
          tabIndex={0}
          className={classes(
            "min-h-0 overflow-y-auto border-line bg-sunken px-5 py-4 @3xl:border-s",
            !isPreview && "max-@3xl:hidden",
          )}
        >
          {shown.trim() === "" ? (
            <p className="text-sm text-faint">{t("article.previewEmpty")}</p>
          ) : isPlain ? (
            <p className="words text-sm" dir="auto">
              {shown}
            </p>
          ) : (
            <Markdown text={shown} />
          )}
        </section>
      </div>
      {error && (
        <p id={`${id}-error`} className="border-t border-line px-4 py-2 text-xs font-medium text-danger-text">
          {error}
        </p>
      )}
    </section>
  );
}
