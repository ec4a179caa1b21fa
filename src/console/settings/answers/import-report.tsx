import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { isProblem } from "../../api/problem.ts";
import { textsOf, useText } from "../../locales/text.ts";
import { Badge, type BadgeTone } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { wordsOf } from "../../ui/problem.tsx";
import { Spinner } from "../../ui/spinner.tsx";
import { importFile, type Report } from "./import-files.ts";
import { articlePath } from "./route.ts";

type Item = Report["items"][number];

/** What became of one file: undefined while it is on its way. */
interface Taken {
  file: File;
  items: Item[] | undefined;
}

const TONES: Record<Item["outcome"], BadgeTone> = {
  created: "success",
  updated: "info",
  unchanged: "neutral",
  refused: "danger",
};
/** More lines than these are not shown; what was refused is shown first. */
const MOST_SHOWN = 500;

/** Takes files in, one after the other, and says of each what became of it. */
export function ImportReport({ files, onClose }: { files: File[]; onClose: () => void }) {
  const t = useText("knowledge");
  const common = useText("common");
  const taken = useImport(files);
  const items = taken.flatMap(({ items = [] }) => items);
  const isDone = taken.every((one) => one.items !== undefined);
  const shown = [...items].sort((a, b) => Number(b.outcome === "refused") - Number(a.outcome === "refused"));
  return (
    <Dialog
      title={t("import.title")}
      lead={t("import.lead")}
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button tone="primary" disabled={!isDone} onClick={onClose}>
          {common("actions.done")}
        </Button>
      }
    >
      <div role="status" className="flex min-h-8 flex-wrap items-center gap-2 pb-2">
        {!isDone && <Spinner className="size-4" />}
        {!isDone && <span className="text-sm text-muted">{t("import.working")}</span>}
        {(Object.keys(TONES) as Item["outcome"][]).map((outcome) => {
          const count = items.filter((item) => item.outcome === outcome).length;
          return (
            count > 0 && (
              <Badge key={outcome} tone={TONES[outcome]}>
                {t(`import.counts.${outcome}`, { count })}
              </Badge>
            )
          );
        })}
      </div>
      <ul aria-label={t("import.title")} className="divide-y divide-line rounded-lg border border-line empty:hidden">
        {shown.slice(0, MOST_SHOWN).map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: names may be there twice, and the order stays
          <li key={index} className="flex items-start gap-3 px-3 py-2 text-sm">
            <div className="min-w-0 grow">
              {item.article_id === null || item.outcome === "refused" ? (
                <span className="words font-medium">{item.name}</span>
              ) : (
                <Link
                  href={articlePath(item.article_id)}
                  className="words font-medium text-accent-text hover:underline"
                >
                  {item.name}
                </Link>
              )}
              {item.detail && <p className="words text-xs text-muted">{item.detail}</p>}
            </div>
            <Badge tone={TONES[item.outcome]}>{t(`import.outcomes.${item.outcome}`)}</Badge>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function useImport(files: File[]): Taken[] {
  const client = useQueryClient();
  const [taken, setTaken] = useState<Taken[]>(() => files.map((file) => ({ file, items: undefined })));
  const hasBegun = useRef(false);
  useEffect(() => {
    if (hasBegun.current) return;
    hasBegun.current = true;
    void (async () => {
      for (const file of files) {
        const items = await importFile(file).then(
          (report) => report.items,
          (error) => [refused(file, error)],
        );
        setTaken((before) => before.map((one) => (one.file === file ? { file, items } : one)));
      }
      await client.invalidateQueries({ queryKey: ["listArticles"] });
    })();
  }, [files, client]);
  return taken;
}

const refused = ({ name }: File, error: unknown): Item => ({
  name,
  article_id: null,
  outcome: "refused",
  detail: isProblem(error, "import_format_unknown") ? textsOf("knowledge")("import.unknown") : wordsOf(error),
});
