const ARTICLES = /^(وال|بال|كال|فال|لل|ال)(?=..)/u;
const PARTICLES = /^[وبل](?=\p{L}{4})/u;
const ENDINGS = /(?<=\p{L}{3})(تها|تهم|هما|كما|ها|هم|كم|نا|ني|ات|ان|ون|ين|يه|ته|تي|ه|ي|ا)$/u;

/**
 * A light stemmer: article, particles, endings, the person of a verb; then the long vowels within, since plurals and verbs
 * change them ("فاتورة", "فواتير"). Words come without vowel signs and with one form of alif (see `wordsOf`).
 */
export function stemArabic(word: string): string {
  const even = word.replace(/ى/g, "ي").replace(/ة/g, "ه");
  const bare = even.replace(ARTICLES, "").replace(PARTICLES, "").replace(ARTICLES, "").replace(ENDINGS, "");
  const root = bare.replace(/^(است|يست|تست|نست)(?=\p{L}{3})/u, "").replace(/^[ايتن](?=\p{L}{3})/u, "");
  return root.length < 4 ? root : root.slice(0, 1) + root.slice(1, -1).replace(/[اوي]/g, "") + root.slice(-1);
}
