import { useQueryClient } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { keyOf, useChange } from "../../api/use-call.ts";
import { language, useText } from "../../locales/text.ts";
import { SelectField, TextField } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { faultOf } from "../../ui/problem.tsx";
import { toast } from "../../ui/toast.tsx";
import { EditForm } from "../form/edit-form.tsx";
import { settingsPath } from "../form/paths.ts";
import { leaveFreely } from "../form/unsaved-guard.tsx";
import { useDraft } from "../form/use-draft.ts";
import type { Article } from "./article-page.tsx";
import { MarkdownField } from "./markdown-field.tsx";
import { articlePath } from "./route.ts";

/** In which articles are found by their words' stems; others are found by the words as they are. */
const LANGUAGES = ["ar", "en", "es", "fr", "id", "it", "pt", "vi", "zh"];

const EMPTY: Pick<Article, "title" | "content" | "status" | "language" | "source_url" | "format"> = {
  title: "",
  content: "",
  status: "published",
  language: null,
  source_url: null,
  format: "markdown",
};

/** What an article says, being written. */
export function ArticleEditor({ article }: { article: Article | null }) {
  const t = useText("knowledge");
  const [, navigate] = useLocation();
  const draft = useDraft(writtenOf(article ?? EMPTY));
  const { value, set } = draft;
  const { save, isBusy, error } = useSaving(article);
  const names = new Intl.DisplayNames(language(), { type: "language" });
  const languages = [...new Set([...LANGUAGES, ...(value.language ? [value.language] : [])])];
  return (
    <EditForm
      isNew={article === null}
      isDirty={draft.isDirty}
      isBusy={isBusy}
      error={error}
      onSave={() => save({ ...value, title: value.title.trim() }, draft.reset)}
      onReset={() => (article === null ? leaveFreely(() => navigate(settingsPath("answers"))) : draft.reset())}
      saveLabel={t(article === null ? "article.create" : "article.save")}
    >
      <Section>
        <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
          <TextField
            label={t("article.title")}
            value={value.title}
            maxLength={500}
            dir="auto"
            onChange={(event) => set({ title: event.target.value })}
            error={faultOf(error, "title")}
            className="sm:col-span-2"
          />
          <SelectField
            label={t("article.status")}
            hint={t(`article.statusHint.${value.status}`)}
            value={value.status}
            onChange={(event) => set({ status: event.target.value as Article["status"] })}
          >
            <option value="published">{t("articles.statuses.published")}</option>
            <option value="draft">{t("articles.statuses.draft")}</option>
          </SelectField>
          <SelectField
            label={t("article.language")}
            value={value.language ?? ""}
            onChange={(event) => set({ language: event.target.value || null })}
            error={faultOf(error, "language")}
          >
            <option value="">{t("article.languageFound")}</option>
            {languages.map((code) => (
              <option key={code} value={code}>
                {names.of(code)}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t("article.source")}
            hint={t("article.sourceHint")}
            type="url"
            inputMode="url"
            placeholder="https://"
            value={value.source_url ?? ""}
            onChange={(event) => set({ source_url: event.target.value.trim() || null })}
            error={faultOf(error, "source_url")}
            className="sm:col-span-2 xl:col-span-4"
          />
        </div>
      </Section>
      <MarkdownField
        value={value.content}
        isPlain={value.format === "text"}
        onChange={(content) => set({ content })}
        error={faultOf(error, "content")}
      />
    </EditForm>
  );
}

type Written = typeof EMPTY;

const writtenOf = ({ title, content, status, language, source_url, format }: Written): Written => ({
  title,
  content,
  status,
  language,
  source_url,
  format,
});

function useSaving(article: Article | null) {
  const t = useText("knowledge");
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const put = useChange("putArticle", ["listArticles", "listArticleVersions", "searchArticles"]);
  const create = useChange("createArticle", ["listArticles"]);
  const save = (body: Written, done: () => void) => {
    if (article === null)
      return create.mutate(
        { body },
        {
          onSuccess: ({ id }) => {
            toast({ title: t("article.created"), tone: "success" });
            leaveFreely(() => navigate(articlePath(id)));
          },
        },
      );
    const params = { id: article.id };
    put.mutate(
      { params, body },
      {
        onSuccess: (kept) => {
          client.setQueryData(keyOf("getArticle", { params }), { ...article, ...body, ...kept });
          done();
          toast({ title: t("article.saved", { version: kept.version }), tone: "success" });
        },
      },
    );
  };
  return { save, isBusy: put.isPending || create.isPending, error: put.error ?? create.error };
}
