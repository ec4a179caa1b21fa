const IRREGULAR: Record<string, string> = {
  bought: "buy",
  paid: "pay",
  sent: "send",
  broke: "break",
  broken: "break",
  lost: "lose",
  worn: "wear",
  wore: "wear",
  kept: "keep",
  got: "get",
  came: "come",
  went: "go",
  gone: "go",
  forgot: "forget",
  forgotten: "forget",
  torn: "tear",
  tore: "tear",
  spent: "spend",
  gave: "give",
  given: "give",
  chose: "choose",
  chosen: "choose",
  found: "find",
  took: "take",
  taken: "take",
};

/** Longest first; with the number of letters that must be left. */
const ENDINGS: [string, number, string][] = [
  ["ational", 3, ""],
  ["ations", 3, ""],
  ["ation", 3, ""],
  ["ments", 3, ""],
  ["ment", 3, ""],
  ["ness", 3, ""],
  ["ables", 3, ""],
  ["able", 3, ""],
  ["ible", 3, ""],
  ["ating", 4, ""],
  ["ated", 4, ""],
  ["ates", 4, ""],
  ["ate", 4, ""],
  ["ings", 3, ""],
  ["ing", 3, ""],
  ["ions", 4, ""],
  ["ion", 4, ""],
  ["ies", 2, "y"],
  ["ied", 2, "y"],
  ["ers", 4, ""],
  ["er", 4, ""],
  ["ed", 3, ""],
  ["ly", 3, ""],
  ["al", 4, ""],
  ["es", 3, "e"],
  ["s", 3, ""],
];

/** A light stemmer in the manner of Porter's: two rounds of endings, then the silent e, y and doubled letters. */
export function stemEnglish(word: string): string {
  if (word.length < 4) return IRREGULAR[word] ?? word;
  return plain(IRREGULAR[word] ?? withoutEnding(withoutEnding(word).replace(/(?<=....)y$/, "")));
}

function withoutEnding(word: string): string {
  if (word.endsWith("ss") || word.endsWith("us")) return word;
  for (const [ending, least, instead] of ENDINGS) {
    if (word.endsWith(ending) && word.length - ending.length >= least) return word.slice(0, -ending.length) + instead;
  }
  return word;
}

const plain = (word: string): string => {
  // "care" is no "car"
  const short = word.length > 4 ? word.replace(/[ey]$/, "") : word.replace(/(?<=..)(?<![aeiou]r)e$/, "");
  return short.replace(/([bdfgklmnprtv])\1$/, "$1");
};
