import { classes } from "./classes.ts";

/** Where something will stand that is on its way: of the same size, so that nothing moves when it comes. */
export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={classes("block animate-pulse rounded-md bg-hover", className)} />
);
