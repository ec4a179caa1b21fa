import {
  Bot,
  Clock,
  LayoutDashboard,
  type LucideIcon,
  MessagesSquare,
  Send,
  Star,
  Timer,
  UserRound,
  UsersRound,
} from "lucide-react";
import { useEffect, useRef } from "react";
import { Link } from "wouter";
import { useText } from "../locales/text.ts";
import { classes } from "../ui/classes.ts";
import type { Asked } from "./asked.ts";
import { REPORT_NAMES } from "./catalogue.ts";
import { pathOf, type ReportPage } from "./use-asked.ts";

export const PAGES: readonly ReportPage[] = ["overview", ...REPORT_NAMES];

export const ICONS: { [Page in ReportPage]: LucideIcon } = {
  overview: LayoutDashboard,
  conversations: MessagesSquare,
  responses: Timer,
  agents: UserRound,
  teams: UsersRound,
  ai: Bot,
  deliveries: Send,
  hours: Clock,
  satisfaction: Star,
};

/** The way to each report. Days and filters go with. */
export function ReportNavigation({ page, asked }: { page: ReportPage; asked: Asked }) {
  const t = useText("reports");
  const here = useRef<HTMLAnchorElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is another link
  useEffect(() => {
    // What it returns differs between browsers, and is no way to clean up.
    void here.current?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [page]);
  return (
    <nav aria-label={t("title")} className="-mx-4 overflow-x-auto border-b border-line px-4 sm:mx-0 sm:px-0">
      <ul className="flex gap-1">
        {PAGES.map((one) => (
          <li key={one}>
            <Link
              ref={one === page ? here : null}
              href={pathOf(one, asked)}
              aria-current={one === page ? "page" : undefined}
              className={classes(
                "-mb-px block border-b-2 px-3 py-2 text-sm font-medium whitespace-nowrap focus-visible:-outline-offset-2",
                one === page ? "border-accent text-text" : "border-transparent text-muted hover:text-text",
              )}
            >
              {t(`pages.${one}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
