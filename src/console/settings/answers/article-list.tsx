import { useInfiniteQuery } from "@tanstack/react-query";
import { BookText, FileUp, Plus } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useLocation } from "wouter";
import { call } from "../../api/client.ts";
import { useCommands } from "../../app/commands.tsx";
import { useText } from "../../locales/text.ts";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { Empty } from "../../ui/empty.tsx";
import { CONTROL } from "../../ui/field.tsx";
import { contains } from "../form/contains.ts";
import { List } from "../form/list.tsx";
import { ArticleRow } from "./article-row.tsx";
import { DropZone } from "./drop-zone.tsx";
import { ImportReport } from "./import-report.tsx";
import { articlePath } from "./route.ts";

const PAGE = 200;
const STATUSES = ["all", "published", "draft"] as const;
type Status = (typeof STATUSES)[number];

/** All articles, in pages; files that are dropped on them are taken in. */
export function ArticleList() {
  const t = useText("knowledge");
  const common = useText("common");
  const [, navigate] = useLocation();
  const [sought, setSought] = useState("");
  const [status, setStatus] = useState<Status>("all");
  const [files, setFiles] = useState<File[] | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const pages = useArticles();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  const isFiltered = sought.trim() !== "" || status !== "all";
  // What is sought may stand on a page that was not read yet.
  useEffect(() => {
    if (isFiltered && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isFiltered, hasNextPage, isFetchingNextPage, fetchNextPage]);
  useArticleCommands(() => input.current?.click());
  const all = pages.data?.pages.flatMap(({ articles }) => articles);
  const found = all?.filter(
    (one) => (status === "all" || one.status === status) && contains(`${one.title} ${one.id}`, sought),
  );
  const take = (taken: FileList | null) => taken && taken.length > 0 && setFiles([...taken]);
  const isNothingFound = isFiltered && found?.length === 0 && (all?.length ?? 0) > 0;
  return (
    <DropZone onFiles={setFiles}>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <div className="grow basis-48">
          {" "}
          <input
            type="search"
            value={sought}
            onChange={(event) => setSought(event.target.value)}
            aria-label={t("articles.search")}
            placeholder={t("articles.search")}
            className={classes(CONTROL, "h-9")}
          />
        </div>
        <div className="w-36 shrink-0">
          {" "}
          <select
            aria-label={t("articles.status")}
            value={status}
            onChange={(event) => setStatus(event.target.value as Status)}
            className={classes(CONTROL, "h-9 pe-8")}
          >
            {STATUSES.map((one) => (
              <option key={one} value={one}>
                {t(`articles.statuses.${one}`)}
              </option>
            ))}
          </select>
        </div>
        <Button icon={FileUp} onClick={() => input.current?.click()}>
          {t("import.action")}
        </Button>
        <Button tone="primary" icon={Plus} onClick={() => navigate(articlePath())}>
          {t("articles.add")}
        </Button>
        <input
          ref={input}
          type="file"
          multiple
          hidden
          accept=".zip,.md,.markdown,.txt,.html,.htm,.jsonl,.ndjson"
          onChange={(event) => {
            take(event.target.files);
            event.target.value = "";
          }}
        />
      </div>
      {isNothingFound ? (
        <div className="rounded-xl border border-line bg-surface">
          <Empty icon={BookText} title={t("articles.nothingFound")} detail={t("articles.nothingFoundDetail")} />
        </div>
      ) : (
        <List
          label={t("answers.views.articles")}
          query={pages}
          items={found}
          keyOf={({ id }) => id}
          row={(article) => <ArticleRow article={article} />}
          empty={{ icon: BookText, title: t("articles.empty.title"), detail: t("articles.empty.detail") }}
        />
      )}
      <div className="mt-3 flex min-h-9 items-center justify-between gap-3 text-xs text-muted">
        <p aria-live="polite">
          {found &&
            !isNothingFound &&
            t(hasNextPage ? "articles.countSoFar" : "articles.count", { count: found.length })}
        </p>
        {hasNextPage && (
          <Button size="small" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {common("actions.loadMore")}
          </Button>
        )}
      </div>
      {files && <ImportReport files={files} onClose={() => setFiles(null)} />}
    </DropZone>
  );
}

const useArticles = () =>
  useInfiniteQuery({
    queryKey: ["listArticles", "pages"],
    queryFn: ({ pageParam, signal }) => call("listArticles", { query: { cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
  });

function useArticleCommands(chooseFiles: () => void): void {
  const t = useText("knowledge");
  const [, navigate] = useLocation();
  const latest = useRef(chooseFiles);
  latest.current = chooseFiles;
  useCommands(
    useMemo(
      () => [
        {
          id: "article-add",
          title: t("articles.add"),
          group: t("answers.title"),
          icon: Plus,
          run: () => navigate(articlePath()),
        },
        {
          id: "article-import",
          title: t("import.action"),
          group: t("answers.title"),
          icon: FileUp,
          run: () => latest.current(),
        },
      ],
      [navigate, t],
    ),
  );
}
