/** The log is read in blocks of so many entries; a block that is full never changes. */
export const BLOCK = 200;

/** A stretch of a log: what comes after `after`, up to `through`. */
export interface Block {
  after: number;
  through: number;
}

/** The latest blocks of a log that ends at `last`, the newest first. */
export function blocksOf(last: number, count: number): Block[] {
  const newest = Math.floor(Math.max(0, last - 1) / BLOCK);
  return Array.from({ length: Math.min(count, newest + 1) }, (_, index) => {
    const after = (newest - index) * BLOCK;
    return { after, through: Math.min(last, after + BLOCK) };
  });
}
