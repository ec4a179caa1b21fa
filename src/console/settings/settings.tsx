import { ArrowLeft } from "lucide-react";
import { useEffect, useMemo, useRef } from "react";
import { Link, useLocation } from "wouter";
import { ApiProblem } from "../api/problem.ts";
import { ErrorBoundary } from "../app/error-boundary.tsx";
import { useIsAdmin } from "../app/session.tsx";
import { useText } from "../locales/text.ts";
import { classes } from "../ui/classes.ts";
import { ProblemPane } from "../ui/problem.tsx";
import { SettingsNavigation } from "./navigation.tsx";
import { SECTIONS, type SettingsSection } from "./sections.ts";

/** What an agent sets, or an admin for all: a list of sections, and one of them. On a phone one after the other. */
export function Settings() {
  const t = useText("settings");
  const isAdmin = useIsAdmin();
  const [location] = useLocation();
  const [, , named = "", id] = location.split("/");
  const mine = useMemo(() => SECTIONS.filter(({ isForAll }) => isAdmin || isForAll), [isAdmin]);
  const current = named === "" ? (isAdmin ? "inboxes" : "profile") : named;
  const content = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever is gone to begins at its top
  useEffect(() => {
    content.current?.firstElementChild?.scrollTo(0, 0);
  }, [location]);
  return (
    <div className="flex h-full">
      <div
        className={classes(
          "h-full shrink-0 overflow-y-auto border-line bg-surface max-md:w-full md:w-60 md:border-e",
          named !== "" && "max-md:hidden",
        )}
      >
        <SettingsNavigation sections={mine} current={current} />
      </div>
      <div className={classes("flex h-full min-w-0 grow flex-col", named === "" && "max-md:hidden")}>
        {!id && (
          <Link
            href="/settings"
            className="flex h-11 shrink-0 items-center gap-1.5 border-b border-line bg-surface px-4 text-sm font-medium md:hidden"
          >
            <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
            {t("title")}
          </Link>
        )}
        <div ref={content} className="min-h-0 grow">
          <ErrorBoundary resetKey={location}>
            <Section id={current} itemId={id ? decoded(id) : null} mine={mine} />
          </ErrorBoundary>
        </div>
      </div>
    </div>
  );
}

function Section({ id, itemId, mine }: { id: string; itemId: string | null; mine: SettingsSection[] }) {
  const section = mine.find((one) => one.id === id);
  if (section) return <section.Page id={itemId} />;
  const isOfAdmins = SECTIONS.some((one) => one.id === id);
  return <ProblemPane error={isOfAdmins ? new ApiProblem("forbidden", 403) : new ApiProblem("not_found", 404)} />;
}

/** A part of an address; as it is where it is no text that was encoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
