/** Ids of messages are told from those of conversations by this bit (`src/domain/ids.ts`). */
const MESSAGE_BIT = 2 ** 31;

/** The place of a message in its thread's log, which its id says; null when it is no id of ours. */
export function seqOf(messageId: string): number | null {
  const number = Number.parseInt(messageId.slice(-8), 16);
  return number > MESSAGE_BIT ? number - MESSAGE_BIT : null;
}
