/** Pronouns that Spanish hangs on verbs: "devolverlo". */
const SPANISH_PRONOUNS = /(?<=[aei]r|ndo)(se|me|te|nos)?(los|las|les|lo|la|le|se|me|te|nos)$/;
const SPANISH_ENDINGS = [
  ..."aciones acion iciones icion amientos amiento imientos imiento uciones ucion siones sion ciones cion".split(" "),
  ..."adores ador adoras adora antes ante ables able ibles ible mente".split(" "),
  ..."ariamos eriamos iriamos aremos eremos iremos asteis isteis abamos iamos".split(" "),
  ..."arian erian irian arias erias irias aria eria iria aran eran iran aras eras iras are ere ire ara era ira".split(
    " ",
  ),
  ..."ando iendo yendo aron ieron aste iste aban abas aba amos emos imos ados adas ado ada idos idas ido ida".split(
    " ",
  ),
  ..."ian ias ia ar er ir an en as es os io ios ies ie a e o i s".split(" "),
];

const PORTUGUESE_PRONOUNS = /(lo|la|los|las)$/;
const PORTUGUESE_ENDINGS = [
  ..."amentos amento imentos imento acoes acao icoes icao ucoes ucao soes sao coes cao".split(" "),
  ..."adores ador adoras adora antes ante aveis avel iveis ivel mente".split(" "),
  ..."ariamos eriamos iriamos aremos eremos iremos avamos iamos".split(" "),
  ..."ariam eriam iriam aria eria iria arao erao irao ara era ira arei erei irei".split(" "),
  ..."ando endo indo aram eram iram aste este iste avam avas ava amos emos imos ados adas ado ada idos idas ido ida".split(
    " ",
  ),
  ..."iam ias ia ou eu iu ar er ir am em as es os io ios a e o i s".split(" "),
];

/** Letters that must be left. */
const LEAST = 3;

/** Endings of nouns and verbs off; c, qu and z (g, gu) become one, since they change before endings: "saco", "saque". */
export const stemSpanish = (word: string): string =>
  word.length < 4 ? word : joined(withoutEnding(word.replace(SPANISH_PRONOUNS, ""), SPANISH_ENDINGS));

export const stemPortuguese = (word: string): string =>
  word.length < 4
    ? word
    : joined(withoutEnding(word.length > 7 ? word.replace(PORTUGUESE_PRONOUNS, "") : word, PORTUGUESE_ENDINGS));

function withoutEnding(word: string, endings: readonly string[]): string {
  const ending = endings.find((one) => word.endsWith(one) && word.length - one.length >= LEAST);
  return ending === undefined ? word : word.slice(0, -ending.length);
}

const joined = (stem: string): string =>
  stem
    .replace(/qu$/, "c")
    .replace(/gu$/, "g")
    .replace(/z$/, "c")
    .replace(/(?<=..)[iy]$/, "");
