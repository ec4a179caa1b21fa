/** Without Markdown's marks, as a customer reads it; links keep their address, pictures their text. Broken marks stay. */
export const plainText = (line: string): string =>
  line
    .replace(/<!--.{0,300}?-->/g, "")
    .replace(/^[ \t]*(?:>[ \t]?)+/, "")
    .replace(/^([ \t]*)[*+•][ \t]+/, "$1- ")
    .replace(/^([ \t]*- )\[([ xX])\][ \t]+/, "$1")
    .replace(/!\[([^[\]\n]{0,300})\]\([^()\n]{0,2000}\)/g, "$1")
    .replace(/\[([^[\]\n]{1,300})\]\(<?([^()\s<>]{1,2000})>?(?:[ \t]{1,9}"[^"\n]{0,300}")?\)/g, linkText)
    .replace(/<((?:https?:|mailto:)[^<>\s]{1,2000})>/g, "$1")
    .replace(/<\/?[a-zA-Z][^<>\n]{0,500}>/g, " ")
    .replace(/(?<![\\*])\*\*(?=\S)([^*\n]{1,1000}?)(?<=\S)\*\*/g, "$1")
    .replace(/(?<![\\\p{L}\p{N}_])__(?=\S)([^_\n]{1,1000}?)(?<=\S)__(?![\p{L}\p{N}_])/gu, "$1")
    .replace(/(?<![\\*])\*(?=[^\s*])([^*\n]{1,1000}?)(?<=\S)\*(?!\*)/g, "$1")
    .replace(/(?<![\\\p{L}\p{N}_])_(?=[^\s_])([^_\n]{1,1000}?)(?<=\S)_(?![\p{L}\p{N}_])/gu, "$1")
    .replace(/~~([^~\n]{1,1000})~~/g, "$1")
    .replace(/(?<!`)`+([^`\n]{1,1000})`+/g, "$1")
    .replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, "$1")
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (_, name: string) => ENTITIES[name] ?? " ")
    .trimEnd();

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };

const linkText = (_: string, text: string, address: string): string =>
  text === address || !/^(https?:|mailto:|tel:)/.test(address) ? text : `${text} (${address})`;

/** A row of a table says its columns, so that it can stand alone: "Express: 1 day, Price: 9 €". */
export const tableRow = (columns: readonly string[], cells: readonly string[]): string =>
  cells
    .map((cell, index) => (cell === "" || !columns[index] || index === 0 ? cell : `${columns[index]}: ${cell}`))
    .filter((part) => part !== "")
    .join(", ");
