/** Text as it is compared: without case, accents, or what people put between the digits of a number. */
export const searchable = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/(?<=\d)[\s().-]+(?=\d)/g, "");
