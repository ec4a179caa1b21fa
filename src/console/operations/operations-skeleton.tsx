import { Skeleton } from "../ui/skeleton.tsx";

/** The page before it is known, of the size that it will have. */
export const OperationsSkeleton = ({ label }: { label: string }) => (
  <div role="status" className="flex flex-col gap-5">
    <span className="sr-only">{label}</span>
    <Skeleton className="h-11" />
    <Skeleton className="h-44 sm:h-40 xl:h-[5.5rem]" />
    <div className="grid gap-4 lg:grid-cols-3">
      <Skeleton className="h-72 lg:col-span-2" />
      <Skeleton className="h-72" />
    </div>
  </div>
);
