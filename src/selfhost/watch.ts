import { type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";

const QUIET_MS = 150;

/** Calls back, once, when the Worker's sources have changed and then rested; never twice at a time. */
export function watchSources(root: string, changed: () => Promise<void>): void {
  let watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const notice = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      watchAgain(); // there may be new directories
      running = running.then(changed);
    }, QUIET_MS);
  };
  // Directory by directory: a recursive watcher loses sight of a file that an editor puts in the place of the old one.
  const watchAgain = () => {
    for (const watcher of watchers) watcher.close();
    watchers = directoriesBelow(join(root, "src")).map((directory) => watch(directory, notice));
    // Of the root only this one: the build itself makes files there.
    watchers.push(watch(root, (_, file) => file === "wrangler.toml" && notice()));
  };
  watchAgain();
  notice(); // what changed while everything started
}

function directoriesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return [directory, ...entries.filter((it) => it.isDirectory()).map((it) => join(it.parentPath, it.name))];
}
