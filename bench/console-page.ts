// Functions that run in the page: they use nothing of this file but their arguments.

/** What scrolling was like, in milliseconds: from each frame to the next, and what kept the page busy for more than 50. */
export interface Frames {
  intervals: number[];
  long: number[];
}

/** When the first row was painted, as the page itself notes it. */
export const MARK = "painted";

/** Notes when something was there and painted for the first time since the navigation began. */
export function markWhenPainted(given: { selector: string; mark: string }): void {
  const look = () => {
    if (document.querySelector(given.selector) === null) return;
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => performance.mark(given.mark)));
  };
  const watcher = new MutationObserver(look);
  watcher.observe(document, { childList: true, subtree: true });
}

/** Milliseconds from a click on a link until what it leads to is there and painted. */
export async function clicked(given: { link: string; awaited: string }): Promise<number> {
  const painted = () =>
    new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
  const begun = performance.now();
  document.querySelector<HTMLElement>(given.link)?.click();
  while (!document.querySelector(given.awaited)) await painted();
  return (await painted()) - begun;
}

/**
 * Scrolls a box, a little each frame, until so much is behind or its end has stayed the end for a second.
 * @param given.by pixels a frame, negative towards its beginning
 */
export async function scrolled(given: { box: string; by: number; way: number }): Promise<Frames> {
  const box = document.querySelector<HTMLElement>(given.box);
  if (!box) throw new Error(`there is no ${given.box}`);
  const [intervals, long]: [number[], number[]] = [[], []];
  const watcher = new PerformanceObserver((list) => long.push(...list.getEntries().map(({ duration }) => duration)));
  watcher.observe({ type: "longtask" });
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const deadline = performance.now() + 90_000;
  let [behind, stuck, before] = [0, 0, await frame()];
  while (behind < given.way && stuck < 60 && performance.now() < deadline) {
    const was = box.scrollTop;
    box.scrollTop = was + given.by;
    const isStuck = box.scrollTop === was;
    stuck = isStuck ? stuck + 1 : 0;
    behind += Math.abs(given.by);
    const now = await frame();
    if (!isStuck) intervals.push(now - before);
    before = now;
  }
  watcher.disconnect();
  return { intervals, long };
}
