import { watch } from "node:fs";
import { join } from "node:path";

const QUIET_MS = 150;

/** Calls back, once, when the Worker's sources have changed and then rested; never twice at a time. */
export function watchSources(root: string, changed: () => Promise<void>): void {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const notice = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(changed);
    }, QUIET_MS);
  };
  watch(join(root, "src"), { recursive: true }, notice);
  watch(join(root, "wrangler.toml"), notice);
}
