import { useMemo } from "react";
import { useLocation, useParams } from "wouter";
import { ApiProblem } from "../api/problem.ts";
import { useCommands } from "../app/commands.tsx";
import { useIsAdmin } from "../app/session.tsx";
import { useText } from "../locales/text.ts";
import { Page } from "../ui/page.tsx";
import { ProblemPane } from "../ui/problem.tsx";
import { isReport } from "./catalogue.ts";
import { ICONS, PAGES, ReportNavigation } from "./navigation.tsx";
import { Overview } from "./overview.tsx";
import { ReportView } from "./report-view.tsx";
import { pathOf, type ReportPage, useAsked } from "./use-asked.ts";

/** A tenant's numbers: the overview, and each report. */
export function Reports() {
  const { "*": rest } = useParams<{ "*"?: string }>();
  const name = (rest ?? "").replace(/\/$/, "") || "overview";
  if (name !== "overview" && !isReport(name)) return <ProblemPane error={new ApiProblem("not_found", 404)} />;
  return <ReportsPage page={name} />;
}

function ReportsPage({ page }: { page: ReportPage }) {
  const t = useText("reports");
  const isAdmin = useIsAdmin();
  const { asked, change } = useAsked(page);
  const [, navigate] = useLocation();
  useCommands(
    useMemo(
      () =>
        PAGES.map((one) => ({
          id: `report-${one}`,
          title: t(`pages.${one}`),
          group: t("title"),
          icon: ICONS[one],
          run: () => navigate(pathOf(one, asked)),
        })),
      [t, navigate, asked],
    ),
  );
  const lead = t(`leads.${page}`);
  return (
    <Page title={t("title")} lead={isAdmin ? lead : `${lead} ${t("own")}`} width="wide">
      <ReportNavigation page={page} asked={asked} />
      {page === "overview" ? (
        <Overview asked={asked} change={change} />
      ) : (
        <ReportView key={page} name={page} asked={asked} change={change} />
      )}
    </Page>
  );
}
