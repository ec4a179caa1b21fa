/** So many are done at the same time. */
const AT_ONCE = 4;

/** What became of many things that were done one by one. */
export interface Outcome {
  done: number;
  failed: unknown[];
}

/** Does something to each, a few at a time, and goes on where one fails. */
export async function toEach<T>(
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
  onProgress: (count: number) => void,
): Promise<Outcome> {
  const outcome: Outcome = { done: 0, failed: [] };
  const rest = all.values();
  const worker = async () => {
    for (const one of rest) {
      try {
        await work(one);
        outcome.done += 1;
      } catch (problem) {
        outcome.failed.push(problem);
      }
      onProgress(outcome.done + outcome.failed.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcome;
}
