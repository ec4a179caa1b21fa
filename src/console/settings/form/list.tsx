import type { UseQueryResult } from "@tanstack/react-query";
import { type LucideIcon, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { ProblemPane } from "../../ui/problem.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

interface ListProps<T> {
  /** What it is a list of, for who cannot see it. */
  label: string;
  query: Pick<UseQueryResult<unknown>, "error" | "refetch">;
  /** Undefined until it is known. */
  items: T[] | undefined;
  keyOf: (item: T) => string;
  row: (item: T) => ReactNode;
  empty: { icon: LucideIcon; title: string; detail: string; action?: ReactNode };
}

/** All things of a kind; what they are for where there are none. */
export function List<T>({ label, query, items, keyOf, row, empty }: ListProps<T>) {
  if (items === undefined && query.error)
    return <ProblemPane error={query.error} onRetry={() => void query.refetch()} />;
  if (items === undefined) return <ListSkeleton />;
  if (items.length === 0)
    return (
      <div className="rounded-xl border border-line bg-surface">
        <Empty {...empty} />
      </div>
    );
  return (
    <ul aria-label={label} className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
      {items.map((item) => (
        <li key={keyOf(item)} className="relative flex min-h-16 items-center gap-3 px-4 py-3 hover:bg-hover">
          {row(item)}
        </li>
      ))}
    </ul>
  );
}

interface RowLinkProps {
  href: string;
  title: ReactNode;
  detail?: ReactNode;
}

/** The name of a row, which leads to what it stands for from anywhere in the row. */
export const RowLink = ({ href, title, detail }: RowLinkProps) => (
  <div className="min-w-0 grow">
    <Link
      href={href}
      className="block truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus"
    >
      {title}
    </Link>
    {detail && <div className="truncate text-sm text-muted">{detail}</div>}
  </div>
);

export const ListSkeleton = ({ rows = 3 }: { rows?: number }) => (
  <div className="divide-y divide-line rounded-xl border border-line bg-surface" aria-busy>
    {Array.from({ length: rows }, (_, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
      <div key={index} className="flex min-h-16 flex-col justify-center gap-2 px-4 py-3">
        <Skeleton className="h-4 w-40" />
        <Skeleton className="h-3 w-64 max-w-full" />
      </div>
    ))}
  </div>
);

/** Leads to where something new is written. */
export function AddButton({ href, children }: { href: string; children: ReactNode }) {
  const [, navigate] = useLocation();
  return (
    <Button tone="primary" icon={Plus} onClick={() => navigate(href)}>
      {children}
    </Button>
  );
}
