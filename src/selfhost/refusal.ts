/** Something that the person who ran the command can put right: its message is printed alone, without a stack. */
export class Refusal extends Error {
  override name = "Refusal";
}

/** What to print of anything thrown: the words of a refusal, the stack of everything else. */
export const explain = (error: unknown): string => {
  if (error instanceof Refusal) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
