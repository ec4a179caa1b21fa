const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;

/** The conversation's id in what was pasted: the id itself, or the address of its page. */
export const conversationIdIn = (text: string): string => ID.exec(text)?.[0] ?? text.trim();

/** A time, here, as `datetime-local` wants it: to the minute. */
export function localInput(at: number): string {
  const here = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return here.toISOString().slice(0, 16);
}
