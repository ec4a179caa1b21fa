/** A file of text, as characters. */
export interface Decoded {
  text: string;
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
}

/** What stands for bytes that are none of an encoding's characters. */
export const LOST = "\uFFFD";

const SIGNED = [
  { encoding: "utf-8", mark: [0xef, 0xbb, 0xbf] },
  { encoding: "utf-16le", mark: [0xff, 0xfe] },
  { encoding: "utf-16be", mark: [0xfe, 0xff] },
] as const;

/**
 * Reads what spreadsheets write. A byte order mark says which encoding it is; without one it is UTF-8, or else what
 * spreadsheets of the West fall back to. In a file that is of more than one encoding, what is not UTF-8 is `LOST`.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const signed = SIGNED.find(({ mark }) => mark.every((byte, index) => bytes[index] === byte));
  if (signed) return decoded(bytes, signed.encoding);
  const utf8 = decoded(bytes, "utf-8");
  if (!utf8.text.includes(LOST)) return utf8;
  const hasOwnSigns = /[^\0-\x7F\uFFFD]/.test(utf8.text);
  return hasOwnSigns ? utf8 : decoded(bytes, "windows-1252");
}

const decoded = (bytes: Uint8Array, encoding: Decoded["encoding"]): Decoded => ({
  text: new TextDecoder(encoding).decode(bytes),
  encoding,
});
