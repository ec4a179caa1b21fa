import { ArrowLeft } from "lucide-react";
import { Link } from "wouter";
import type { Answer } from "../../api/types.ts";
import { useCall } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { Page } from "../../ui/page.tsx";
import { dateTimeOf } from "../../ui/time.tsx";
import { OneOf } from "../form/one-of.tsx";
import { settingsPath } from "../form/paths.ts";
import { ArticleEditor } from "./article-editor.tsx";
import { ArticleStatus } from "./article-row.tsx";
import { ArticleVersions } from "./article-versions.tsx";
import { DeleteArticle } from "./delete-article.tsx";
import { sizeWords } from "./size.ts";

export type Article = Answer<"getArticle">;

/** One article: what it says now, and what it said. An id of null is a new one. */
export function ArticlePage({ id }: { id: string | null }) {
  return id === null ? <NewArticle /> : <KeptArticle id={id} />;
}

function NewArticle() {
  const t = useText("knowledge");
  return (
    <Page title={t("article.new")} lead={t("article.newLead")} actions={<BackLink />} width="wide">
      <ArticleEditor article={null} />
    </Page>
  );
}

function KeptArticle({ id }: { id: string }) {
  const article = useCall("getArticle", { params: { id } });
  return (
    <OneOf query={article} item={article.data}>
      {(one) => (
        <Page title={one.title} lead={<About article={one} />} actions={<BackLink />} width="wide">
          <ArticleEditor article={one} />
          <ArticleVersions article={one} />
          <DeleteArticle article={one} />
        </Page>
      )}
    </OneOf>
  );
}

function About({ article }: { article: Article }) {
  const t = useText("knowledge");
  const { id, status, version, updated_at, size } = article;
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <ArticleStatus status={status} />
      <span>{t("articles.version", { version })}</span>
      <span aria-hidden>·</span>
      <span>{dateTimeOf(updated_at)}</span>
      <span aria-hidden>·</span>
      <span>{sizeWords(size)}</span>
      <span aria-hidden>·</span>
      <code className="words text-xs">{id}</code>
    </span>
  );
}

function BackLink() {
  const t = useText("knowledge");
  return (
    <Link
      href={settingsPath("answers")}
      className="inline-flex h-9 items-center gap-1.5 rounded-lg px-3 text-sm font-medium text-muted hover:bg-hover hover:text-text"
    >
      <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
      {t("article.back")}
    </Link>
  );
}
