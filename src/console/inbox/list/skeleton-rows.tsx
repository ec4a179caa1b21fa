import { useText } from "../../locales/text.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { ROW_REM } from "./conversation-row.tsx";

/** Rows that are on their way, as high as they will be. */
export function SkeletonRows({ count }: { count: number }) {
  const t = useText("common");
  return (
    <div role="status" className="h-full overflow-hidden">
      <span className="sr-only">{t("loading")}</span>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={index} style={{ height: `${ROW_REM}rem` }} className="flex gap-2.5 border-b border-line px-3 py-2.5">
          <Skeleton className="size-9 shrink-0 rounded-full!" />
          <div className="flex grow flex-col gap-2 pt-1">
            <Skeleton className="h-3 w-2/5" />
            <Skeleton className="h-3 w-4/5" />
            <Skeleton className="h-3 w-1/4" />
          </div>
        </div>
      ))}
    </div>
  );
}
