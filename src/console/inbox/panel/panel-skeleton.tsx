import { Skeleton } from "../../ui/skeleton.tsx";

/** The panel before it is there. */
export const PanelSkeleton = () => (
  <div className="flex flex-col items-center gap-3 px-4 pt-14">
    <Skeleton className="size-14 rounded-full" />
    <Skeleton className="h-5 w-40" />
    <Skeleton className="h-4 w-32" />
    <div className="mt-6 w-full space-y-3">
      {["a", "b", "c", "d", "e"].map((row) => (
        <div key={row} className="flex gap-3">
          <Skeleton className="h-4 w-20" />
          <Skeleton className="h-4 grow" />
        </div>
      ))}
    </div>
  </div>
);
