import { useCallback, useMemo } from "react";
import { useLocation, useSearch } from "wouter";
import type { ListedReport } from "../../protocol/report.ts";
import { type Asked, askedElsewhere, askedIn, searchOf } from "./asked.ts";

export type ReportPage = ListedReport | "overview";

export const pathOf = (page: ReportPage, asked: Asked): string => {
  const path = page === "overview" ? "/reports" : `/reports/${page}`;
  return `${path}${searchOf(askedElsewhere(asked))}`;
};

/** What the address asks of a page, and how to ask for something else of it. */
export function useAsked(page: ReportPage): { asked: Asked; change: (changes: Partial<Asked>) => void } {
  const search = useSearch();
  const [location, navigate] = useLocation();
  const asked = useMemo(() => askedIn(search, page === "overview" ? null : page), [search, page]);
  const change = useCallback(
    (changes: Partial<Asked>) => navigate(`${location}${searchOf({ ...asked, ...changes })}`, { replace: true }),
    [asked, location, navigate],
  );
  return { asked, change };
}
