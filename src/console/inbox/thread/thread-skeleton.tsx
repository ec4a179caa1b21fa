import { useText } from "../../locales/text.ts";
import { classes } from "../../ui/classes.ts";
import { Skeleton } from "../../ui/skeleton.tsx";

const BUBBLES = [
  "w-56 h-11",
  "w-72 h-16 self-end",
  "w-40 h-11",
  "w-64 h-11 self-end",
  "w-80 h-20",
  "w-52 h-11 self-end",
];

/** Where what was said will stand. */
export function ThreadSkeleton() {
  const t = useText("thread");
  return (
    <div role="status" className="flex min-h-0 grow flex-col justify-end gap-3 overflow-hidden px-4 pb-10">
      <span className="sr-only">{t("loading")}</span>
      {BUBBLES.map((look) => (
        <Skeleton key={look} className={classes("max-w-full rounded-2xl bg-line", look)} />
      ))}
    </div>
  );
}
