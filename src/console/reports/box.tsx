import type { ReactNode } from "react";

interface BoxProps {
  title: string;
  /** In the place of its title, which is told to who cannot see it. */
  heading?: ReactNode;
  /** Beside its title. */
  aside?: ReactNode;
  children: ReactNode;
}

/** A part of a report, in a box of its own. */
export const Box = ({ title, heading, aside, children }: BoxProps) => (
  <section aria-label={title} className="min-w-0 rounded-xl border border-line bg-surface">
    <header className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 px-4 pt-3 pb-1">
      <h2 className={heading ? "sr-only" : "min-w-0 grow text-sm font-semibold"}>{title}</h2>
      {heading}
      {aside}
    </header>
    <div className="px-4 pb-4">{children}</div>
  </section>
);
