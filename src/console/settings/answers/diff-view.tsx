import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import type { folded } from "./diff.ts";

const SIGNS = { same: " ", removed: "−", added: "+" };
const TONES = {
  same: "text-muted",
  removed: "bg-danger-soft text-danger-text",
  added: "bg-success-soft text-success-text",
};

/** Lines that went and lines that came; of what stayed only what is beside them. */
export function DiffView({ lines }: { lines: ReturnType<typeof folded> }) {
  const t = useText("knowledge");
  if (lines.every(({ is }) => is === "same" || is === "folded"))
    return <p className="py-6 text-center text-sm text-muted">{t("versions.same")}</p>;
  return (
    <div className="overflow-hidden rounded-lg border border-line font-mono text-xs leading-relaxed">
      {lines.map((line, index) =>
        line.is === "folded" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a comparison does not change
          <p key={index} className="bg-sunken px-3 py-1 text-center font-sans text-faint">
            {t("versions.folded", { count: line.count })}
          </p>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a comparison does not change
          <div key={index} className={classes("flex gap-2 px-3", TONES[line.is])}>
            <span aria-hidden className="select-none">
              {SIGNS[line.is]}
            </span>
            {line.is !== "same" && <span className="sr-only">{t(`versions.${line.is}`)}</span>}
            <span className="words min-h-[1lh] min-w-0">{line.text}</span>
          </div>
        ),
      )}
    </div>
  );
}
