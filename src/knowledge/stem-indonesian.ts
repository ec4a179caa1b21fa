/**
 * A light stemmer: particles, owners and endings, then prefixes. A prefix swallows the first letter of many roots ("kirim",
 * "mengirim"; "tukar", "menukar"), so k, p, s and t go from the front of every root: both become "irim" and "ukar".
 */
export function stemIndonesian(word: string): string {
  if (word.length < 5) return word;
  const bare = word.replace(/(?<=....)(lah|kah|pun)$/, "").replace(/(?<=....)(nya|ku|mu)$/, "");
  return withoutPrefix(withoutEnding(bare)).replace(/^[kpst](?=[aeiou]\p{L}{2})/u, "");
}

const withoutEnding = (word: string): string => {
  // "ke…an" goes together: no other word loses its "ke".
  if (/^ke\p{L}{4,}an$/u.test(word)) return word.slice(2, -2);
  return word.replace(/(?<=\p{L}{4})(kan|an)$/u, "").replace(/^((?:meng?|mem|di)\p{L}{3,})i$/u, "$1");
};

const withoutPrefix = (word: string): string => {
  for (const prefix of [/^(memper|diper|pember)(?=\p{L}{3})/u, /^(meny|peny|meng|peng|mem|pem|men|pen)(?=\p{L}{3})/u]) {
    if (prefix.test(word)) return word.replace(prefix, "");
  }
  return word.replace(/^(ber|ter|per|di|me|pe)(?=\p{L}{4})/u, "");
};
