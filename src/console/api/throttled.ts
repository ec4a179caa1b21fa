/** Does something at once, and again at most once in so many milliseconds, however often it is asked for. */
export interface Throttled {
  (): void;
  /** Does not do any more what was asked for. */
  cancel: () => void;
}

export function throttled(run: () => void, everyMs: number): Throttled {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isAsked = false;
  const tick = () => {
    timer = null;
    if (isAsked) start();
  };
  const start = () => {
    isAsked = false;
    timer = setTimeout(tick, everyMs);
    run();
  };
  const ask = () => {
    if (timer === null) start();
    else isAsked = true;
  };
  return Object.assign(ask, {
    cancel: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      isAsked = false;
    },
  });
}
