import type { ReactNode } from "react";

/** The one box of a page without anything else. */
export const Entrance = ({ title, lead, children }: { title: string; lead: string; children: ReactNode }) => (
  <main className="grid min-h-full place-items-center p-4">
    <div className="w-full max-w-sm">
      <img src="/icon.svg" alt="" width={44} height={44} className="mx-auto mb-4" />
      <div className="rounded-2xl border border-line bg-surface p-6 shadow-raised sm:p-8">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 mb-5 text-sm text-muted">{lead}</p>
        {children}
      </div>
    </div>
  </main>
);
