/** Shown as a mark: it turns what follows around, or does things to a terminal, and says nothing. */
export const MARKED = /(?![\n\t])\p{Cc}|\u202d|\u202e/u;

/** Directions that are set by hand: a text's own is found by its letters, and it stands isolated. */
const DIRECTIONS = /[\u202a-\u202c\u2066-\u2069]/gu;
/** What has no width: a few of them join emoji and letters and name flags, a row of them is there to break a page. */
const INVISIBLE = /(\p{Default_Ignorable_Code_Point})\p{Default_Ignorable_Code_Point}{8,}/gu;
/** Marks above and below a letter: no language stacks more than a few. */
const STACKED = /(\p{Mn}{4})\p{Mn}+/gu;
const EMPTY_LINES = /\n(?:[ \t]*\n){3,}/g;

/** A text of somebody's without what would break the page or deceive its reader; what it says stays. */
export const harmless = (text: string): string =>
  text
    .replace(/\r\n?|[\u2028\u2029\u0085]/gu, "\n")
    .replace(DIRECTIONS, "")
    .replace(INVISIBLE, "$1")
    .replace(STACKED, "$1")
    .replace(EMPTY_LINES, "\n\n\n");

/** The code of a character as it is written: U+202E. */
export const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/** More is shown only when it is asked for. */
export const LONG = 2_500;
const LONG_LINES = 40;

/** The beginning of a long text, cut between words; null when it is not long. */
export function beginningOf(text: string): string | null {
  const lines = text.split("\n", LONG_LINES + 1);
  if (text.length <= LONG && lines.length <= LONG_LINES) return null;
  const cut = lines.slice(0, LONG_LINES).join("\n").slice(0, LONG);
  const space = cut.search(/\s\S*$/u);
  return (space > LONG / 2 ? cut.slice(0, space) : cut).toWellFormed();
}

const graphemes = new Intl.Segmenter();
const IS_EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\ufe0f?\u20e3)/u;

/** One to three emoji and nothing else are shown large. */
export function isFewEmoji(text: string): boolean {
  const bare = text.replace(/\s/g, "");
  if (bare === "" || bare.length > 40) return false;
  const parts = [...graphemes.segment(bare)];
  return parts.length <= 3 && parts.every(({ segment }) => IS_EMOJI.test(segment));
}
