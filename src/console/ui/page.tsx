import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "wouter";

interface PageProps {
  title: string;
  /** What it is for. */
  lead?: ReactNode;
  /** Buttons at its head. */
  actions?: ReactNode;
  /** Where it belongs to. */
  back?: { href: string; label: string };
  /** Of its content: `wide` for tables and plots. */
  width?: "normal" | "wide";
  children: ReactNode;
}

/** A page of settings or reports: a head, and what is below it, which scrolls. */
export const Page = ({ title, lead, actions, back, width = "normal", children }: PageProps) => (
  <div className="h-full overflow-y-auto">
    <div
      className={`mx-auto flex w-full flex-col gap-5 px-4 py-5 sm:px-8 sm:py-7 ${width === "wide" ? "max-w-7xl" : "max-w-4xl"}`}
    >
      <header className="flex flex-wrap items-start gap-3">
        <div className="min-w-0 grow basis-64">
          {back && (
            <Link
              href={back.href}
              className="-ms-1 mb-1.5 inline-flex min-h-6 items-center gap-1 rounded px-1 text-sm text-muted hover:text-text"
            >
              <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
              {back.label}
            </Link>
          )}
          <h1 className="text-xl font-semibold tracking-tight wrap-anywhere">{title}</h1>
          {lead && <p className="mt-1 max-w-2xl text-sm text-muted">{lead}</p>}
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  </div>
);

/** A part of a page, in a box of its own. */
export const Section = ({
  title,
  lead,
  actions,
  children,
}: {
  title?: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) => (
  <section className="rounded-xl border border-line bg-surface">
    {(title || actions) && (
      <header className="flex flex-wrap items-center gap-3 border-b border-line px-5 py-3">
        <div className="min-w-0 grow">
          {title && <h2 className="font-semibold">{title}</h2>}
          {lead && <p className="text-sm text-muted">{lead}</p>}
        </div>
        {actions}
      </header>
    )}
    <div className="p-5">{children}</div>
  </section>
);
