import { ArrowRight, CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { Link } from "wouter";
import { useText } from "../locales/text.ts";
import { classes } from "../ui/classes.ts";
import { type Concern, concernsOf, type Operating } from "./operating.ts";

/** What somebody should see to, the worst first; or that all is well. */
export function Concerns({ operating }: { operating: Operating }) {
  const t = useText("operations");
  const concerns = concernsOf(operating);
  return (
    <div role="status">
      {concerns.length === 0 ? (
        <p className="flex items-center gap-3 rounded-xl bg-success-soft px-4 py-3 text-sm text-success-text">
          <CircleCheck aria-hidden className="size-5 shrink-0" />
          <span>
            <span className="font-medium">{t("well")}</span> {t("wellDetail")}
          </span>
        </p>
      ) : (
        <ul aria-label={t("concerns")} className="flex flex-col gap-2">
          {concerns.map((concern) => (
            <li key={concern.id}>
              <ConcernRow concern={concern} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function ConcernRow({ concern: { id, tone, count, href } }: { concern: Concern }) {
  const t = useText("operations");
  const Icon = tone === "danger" ? CircleX : TriangleAlert;
  return (
    <div
      className={classes(
        "flex flex-wrap items-center gap-x-3 gap-y-1 rounded-xl px-4 py-2.5 text-sm",
        tone === "danger" ? "bg-danger-soft text-danger-text" : "bg-warning-soft text-warning-text",
      )}
    >
      <Icon aria-hidden className="size-5 shrink-0" />
      <p className="min-w-0 grow basis-52">
        <span className="font-medium">{t(`concern.${id}`, { count })}</span> {t(`way.${id}`)}
      </p>
      {href !== null && (
        <Link href={href} className="inline-flex min-h-6 items-center gap-1 font-medium underline underline-offset-2">
          {t("seeTo")}
          <span className="sr-only">: {t(`concern.${id}`, { count })}</span>
          <ArrowRight aria-hidden className="size-4 rtl:rotate-180" />
        </Link>
      )}
    </div>
  );
}
