import { LoaderCircle } from "lucide-react";
import { useText } from "../locales/text.ts";
import { classes } from "./classes.ts";

/** Something is on its way; says nothing where words stand beside it. */
export const Spinner = ({ className }: { className?: string }) => (
  <LoaderCircle aria-hidden className={classes("size-5 animate-spin text-current", className)} />
);

/** The whole of a pane is on its way. */
export function Loading() {
  const t = useText("common");
  return (
    <div role="status" className="grid h-full min-h-24 w-full place-items-center text-faint">
      <Spinner />
      <span className="sr-only">{t("loading")}</span>
    </div>
  );
}
