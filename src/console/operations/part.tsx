import { CircleHelp } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../locales/text.ts";
import { missingOf, type Operating } from "./operating.ts";

interface PartProps {
  title: string;
  /** Beside its title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of the page, in a box of its own. */
export const Part = ({ title, aside, children }: PartProps) => (
  <section aria-label={title} className="min-w-0 rounded-xl border border-line bg-surface">
    <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 pt-3 pb-1">
      <h2 className="min-w-0 grow text-sm font-semibold">{title}</h2>
      {aside}
    </header>
    <div className="px-4 pb-4">{children}</div>
  </section>
);

/** In the place of what could not be had: that it was not, and why. The page asks again by itself. */
export function Missing({ operating, part }: { operating: Operating; part: string }) {
  const t = useText("operations");
  const missing = missingOf(operating, part);
  return (
    <p className="flex items-start gap-2 text-sm text-muted">
      <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0" />
      {t(missing?.reason === "timed_out" ? "missing.timedOut" : "missing.failed")}
    </p>
  );
}

/** Names and numbers, one a line. */
export const Lines = ({ lines }: { lines: { label: string; value: ReactNode }[] }) => (
  <dl className="flex flex-col gap-1.5 text-sm">
    {lines.map(({ label, value }) => (
      <div key={label} className="flex items-baseline justify-between gap-3">
        <dt className="text-muted">{label}</dt>
        <dd className="text-end font-medium tabular-nums">{value}</dd>
      </div>
    ))}
  </dl>
);
