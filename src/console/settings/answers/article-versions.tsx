import { useState } from "react";
import type { Answer } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { dateTimeOf } from "../../ui/time.tsx";
import { ArticleComparison } from "./article-comparison.tsx";
import type { Article } from "./article-page.tsx";
import { sizeWords } from "./size.ts";

type Version = Answer<"listArticleVersions">["versions"][number];

/** What an article said, and how to have it say so again. */
export function ArticleVersions({ article }: { article: Article }) {
  const t = useText("knowledge");
  const versions = useCall("listArticleVersions", { params: { id: article.id } });
  const [compared, setCompared] = useState<Version | null>(null);
  return (
    <Section title={t("versions.title")} lead={t("versions.lead")}>
      {versions.error && <ProblemPane error={versions.error} onRetry={() => void versions.refetch()} />}
      {versions.isPending && <Skeleton className="h-10 w-full" />}
      <ul aria-label={t("versions.title")} className="-my-2 divide-y divide-line">
        {versions.data?.versions.map((one) => (
          <li key={one.version} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2 text-sm">
            <span className="font-medium">{t("articles.version", { version: one.version })}</span>
            {one.version === article.version && <Badge tone="accent">{t("versions.current")}</Badge>}
            <span className="min-w-0 grow truncate text-muted" dir="auto">
              {one.title !== article.title && one.title}
            </span>
            <span className="text-xs text-muted">{`${dateTimeOf(one.at)} · ${sizeWords(one.size)}`}</span>
            <Button size="small" disabled={one.version === article.version} onClick={() => setCompared(one)}>
              {t("versions.compare")}
            </Button>
          </li>
        ))}
      </ul>
      {compared && <ArticleComparison article={article} version={compared.version} onClose={() => setCompared(null)} />}
    </Section>
  );
}
