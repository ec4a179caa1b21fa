import type { Answer } from "../../api/types.ts";
import { useText } from "../../locales/text.ts";
import { Badge } from "../../ui/badge.tsx";
import { Time } from "../../ui/time.tsx";
import { RowLink } from "../form/list.tsx";
import { articlePath } from "./route.ts";
import { sizeWords } from "./size.ts";

type Article = Answer<"listArticles">["articles"][number];

/** An article in the list: what it is, whether it is answered from, and when it was changed. */
export function ArticleRow({ article }: { article: Article }) {
  const t = useText("knowledge");
  const { id, title, status, passages, size, updated_at, version } = article;
  const about = [
    status === "published" ? t("articles.passages", { count: passages }) : t("articles.notAnswered"),
    sizeWords(size),
    t("articles.version", { version }),
  ];
  return (
    <>
      <RowLink href={articlePath(id)} title={<span dir="auto">{title}</span>} detail={about.join(" · ")} />
      <ArticleStatus status={status} />
      <Time at={updated_at} className="w-16 shrink-0 text-end text-xs text-muted" />
    </>
  );
}

/** Whether an article is answered from. */
export function ArticleStatus({ status }: { status: Article["status"] }) {
  const t = useText("knowledge");
  return <Badge tone={status === "published" ? "success" : "neutral"}>{t(`articles.statuses.${status}`)}</Badge>;
}
