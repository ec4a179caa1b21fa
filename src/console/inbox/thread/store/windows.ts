/** So many entries of the log are read at a time: some fifty messages with what happened around them. */
export const WINDOW = 240;
/** With fewer messages a pane is not full: more is read at once. */
export const FULL = 25;

export interface Window {
  /** As `listEvents` takes it. */
  after_seq: number;
  limit: number;
}

/** What lies before a place in the log; null at its beginning. */
export const before = (seq: number): Window | null => {
  const after_seq = Math.max(0, seq - 1 - WINDOW);
  return seq <= 1 ? null : { after_seq, limit: seq - 1 - after_seq };
};

/** What lies around a place. */
export const around = (seq: number): Window => ({ after_seq: Math.max(0, seq - 1 - WINDOW / 2), limit: WINDOW });

/** The end of a log that goes so far. */
export const endOf = (head: number): Window => ({ after_seq: Math.max(0, head - WINDOW), limit: WINDOW });
