import { useText } from "../../locales/text.ts";
import { Page } from "../../ui/page.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import type { SectionProps } from "../form/paths.ts";
import { Agent } from "./agent.tsx";
import { ArticleList } from "./article-list.tsx";
import { ArticlePage } from "./article-page.tsx";
import { useArticleRoute, useView, VIEWS } from "./route.ts";
import { SynonymsEditor } from "./synonyms-editor.tsx";
import { TryQuestion } from "./try-question.tsx";

const CONTENTS = { articles: ArticleList, synonyms: SynonymsEditor, agent: Agent };

/** What the AI agent answers from, and how it speaks. */
export function AnswersPage({ id }: SectionProps) {
  const route = useArticleRoute(id);
  return route === null ? <Overview /> : <ArticlePage key={route.id ?? ""} id={route.id} />;
}

function Overview() {
  const t = useText("knowledge");
  const [view, setView] = useView();
  return (
    <Page title={t("answers.title")} lead={t("answers.lead")} width="wide">
      <div className="@container">
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 @4xl:grid-cols-[minmax(0,1fr)_22rem]">
          <aside className="@4xl:sticky @4xl:top-0 @4xl:order-last">
            <TryQuestion />
          </aside>
          <Tabs
            label={t("answers.title")}
            value={view}
            onChange={setView}
            tabs={VIEWS.map((value) => {
              const Content = CONTENTS[value];
              return { value, label: t(`answers.views.${value}`), content: <Content /> };
            })}
          />
        </div>
      </div>
    </Page>
  );
}
