import { useLocation } from "wouter";
import { useChange } from "../../api/use-call.ts";
import { useText } from "../../locales/text.ts";
import { DeleteSection } from "../form/delete-section.tsx";
import { settingsPath } from "../form/paths.ts";
import { leaveFreely } from "../form/unsaved-guard.tsx";
import type { Article } from "./article-page.tsx";

/** Takes an article away, with all that it ever said. */
export function DeleteArticle({ article }: { article: Article }) {
  const t = useText("knowledge");
  const [, navigate] = useLocation();
  const remove = useChange("deleteArticle", ["listArticles"]);
  return (
    <DeleteSection
      question={t("article.deleteQuestion", { title: article.title })}
      detail={t("article.deleteDetail")}
      onDelete={async () => {
        await remove.mutateAsync({ params: { id: article.id } });
        leaveFreely(() => navigate(settingsPath("answers")));
      }}
    />
  );
}
