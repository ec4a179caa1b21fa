import { ArrowRight } from "lucide-react";
import { Link } from "wouter";
import { useText } from "../locales/text.ts";
import { classes } from "../ui/classes.ts";
import { Time } from "../ui/time.tsx";
import type { Operating } from "./operating.ts";
import { Missing, Part } from "./part.tsx";

/** What waits for somebody to decide: deliveries that were given up, and what could not be placed. */
export function SetAsidePart({ operating }: { operating: Operating }) {
  const t = useText("operations");
  const { dead_letters: dead, quarantine } = operating;
  return (
    <Part title={t("part.setAside")}>
      <ul className="flex flex-col gap-2 text-sm">
        <Row href="/settings/dead-letters" label={t("aside.dead")} count={dead.count} isMore={!dead.is_complete} />
        {quarantine ? (
          <Row
            href="/settings/quarantine"
            label={t("aside.quarantine")}
            count={quarantine.count}
            isMore={quarantine.has_more}
            oldest={quarantine.oldest_at}
          />
        ) : (
          <li>
            <Missing operating={operating} part="quarantine" />
          </li>
        )}
      </ul>
    </Part>
  );
}

interface RowProps {
  href: string;
  label: string;
  count: number;
  /** There are, or may be, more of them. */
  isMore: boolean;
  oldest?: string | null;
}

function Row({ href, label, count, isMore, oldest }: RowProps) {
  const t = useText("operations");
  return (
    <li>
      <Link href={href} className="-mx-2 flex min-h-8 items-center gap-2 rounded-lg px-2 hover:bg-hover">
        <span className="min-w-0 grow">
          {label}
          {oldest && (
            <span className="block text-xs text-muted">
              {t("aside.oldest")} <Time at={oldest} />
            </span>
          )}
        </span>
        <span className={classes("font-medium tabular-nums", count > 0 && "text-warning-text")}>
          {count}
          {isMore && "+"}
        </span>
        <ArrowRight aria-hidden className="size-4 shrink-0 text-faint rtl:rotate-180" />
      </Link>
    </li>
  );
}
