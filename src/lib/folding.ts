/** Of scripts whose marks are accents or points; where they are vowels, or make か into が, they tell words apart and stay. */
const ACCENTS = /(?=\p{M})(?![\u3099\u309A])[\p{sc=Inherited}\p{sc=Arabic}\p{sc=Hebrew}]/gu;

/** Text in compatibility form without case and accents: "SÍ" and "si" are one. */
export const folded = (text: string): string =>
  text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(ACCENTS, "");
