import { useMemo } from "react";
import { useCall, useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { Loading } from "../../ui/spinner.tsx";
import { toast, toastProblem } from "../../ui/toast.tsx";
import type { Article } from "./article-page.tsx";
import { diffOf, folded } from "./diff.ts";
import { DiffView } from "./diff-view.tsx";

interface ComparisonProps {
  article: Article;
  version: number;
  onClose: () => void;
}

/** What an article said in a version, beside what it says now. */
export function ArticleComparison({ article, version, onClose }: ComparisonProps) {
  const t = useText("knowledge");
  const before = useCall("getArticleVersion", { params: { id: article.id, version } });
  const restore = useChange("restoreArticle", ["getArticle", "listArticleVersions", "listArticles"]);
  const lines = useMemo(
    () =>
      before.data &&
      folded(diffOf(`# ${before.data.title}\n${before.data.content}`, `# ${article.title}\n${article.content}`)),
    [before.data, article],
  );
  const takeBack = () =>
    restore.mutate(
      { params: { id: article.id, version } },
      {
        onSuccess: (kept) => {
          toast({ title: t("versions.restored", { version: kept.version }), tone: "success" });
          onClose();
        },
        onError: toastProblem,
      },
    );
  return (
    <Dialog
      title={t("versions.compareTitle", { version })}
      lead={t("versions.compareLead")}
      width="wide"
      open
      onOpenChange={(open) => !open && onClose()}
      footer={
        <Button tone="primary" isBusy={restore.isPending} disabled={!before.data} onClick={takeBack}>
          {t("versions.restore", { version })}
        </Button>
      }
    >
      {before.error ? (
        <ProblemPane error={before.error} onRetry={() => void before.refetch()} />
      ) : lines ? (
        <DiffView lines={lines} />
      ) : (
        <Loading />
      )}
    </Dialog>
  );
}
