/** A row holds 2 MB at most, and a character is up to 3 bytes: what may be longer lies in pieces of so many characters. */
const LONGEST_PIECE = 500_000;

/** A text in pieces of at most 500,000 characters; one of the two halves of a character is never alone. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let from = 0;
  do {
    const piece = beginningOf(text, from, LONGEST_PIECE);
    pieces.push(piece);
    from += piece.length;
  } while (from < text.length);
  return pieces;
}

/** At most so many characters from a place on; one fewer where the last would be cut in half. */
export function beginningOf(text: string, from: number, length: number): string {
  const piece = text.slice(from, from + length);
  const isHalf = from + length < text.length && /[\uD800-\uDBFF]$/.test(piece);
  return isHalf ? piece.slice(0, -1) : piece;
}
