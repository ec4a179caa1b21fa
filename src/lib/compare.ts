/** Which of two texts comes first, by code units: for ids and for times as JSON writes them, not for words that people read. */
export const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
