import { useText } from "../locales/text.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { TilesSkeleton } from "./tiles.tsx";

/** A report before it is known, of the size that it will have. */
export function ReportSkeleton({ tiles }: { tiles: number }) {
  const common = useText("common");
  return (
    <div role="status" className="flex flex-col gap-5">
      <span className="sr-only">{common("loading")}</span>
      <TilesSkeleton count={tiles} />
      <Skeleton className="h-96 rounded-xl" />
      <Skeleton className="h-96 rounded-xl" />
    </div>
  );
}
