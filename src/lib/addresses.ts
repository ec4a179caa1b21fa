/** What people write of a kind that is nobody's words: the address of a page, or of a mailbox. */
const LINK = /(?:https?:\/\/|www\.).*|^(?:[\w-]+\.)+(?:[\w-]+\/|(?:com|net|org)\b).*/i;
const MAILBOX = /[^@]@[^@]/;

/** A text without links and e-mail addresses. They are of ASCII: the next word may follow without a space. */
export const withoutAddresses = (text: string): string =>
  text.replace(/[!-~]+/g, (piece) => (MAILBOX.test(piece) ? " " : piece.replace(LINK, " ")));
