import { useSearchParams } from "wouter";
import { NEW, settingsPath } from "../form/paths.ts";

/** The pages of the answers, beside those of each article. */
export const VIEWS = ["articles", "synonyms", "agent"] as const;
export type View = (typeof VIEWS)[number];

/** Which of the pages is open, as the address says it. */
export function useView(): [View, (view: View) => void] {
  const [params, setParams] = useSearchParams();
  const view = VIEWS.find((one) => one === params.get("view")) ?? "articles";
  return [view, (next) => setParams(next === "articles" ? {} : { view: next }, { replace: true })];
}

/** Says that an article is meant whose id is the word for a new one. */
const KEPT = "kept";

/** Where an article is read and written; a new one without its id. */
export function articlePath(id?: string): string {
  const path = settingsPath("answers", id ?? NEW);
  return id === NEW ? `${path}?${KEPT}=1` : path;
}

/** Which article the address names: null for none, and an id of null for a new one. */
export function useArticleRoute(id: string | null): { id: string | null } | null {
  const [params] = useSearchParams();
  if (id === null) return null;
  return { id: id === NEW && !params.has(KEPT) ? null : id };
}
