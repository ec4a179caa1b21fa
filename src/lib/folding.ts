/** Of scripts whose marks are accents or points; where they are vowels that tell words apart they stay. */
const ACCENTS = /(?=\p{M})[\p{sc=Inherited}\p{sc=Arabic}\p{sc=Hebrew}]/gu;

/** Text in compatibility form without case and accents: "SÍ" and "si" are one. */
export const folded = (text: string): string =>
  text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(ACCENTS, "");
