/** A record of a file of separated values, with the line on which it begins: 1, 2, 3… */
export interface CsvRecord {
  line: number;
  cells: string[];
  /** It ends with the file, within a quoted cell that was never closed. */
  isUnclosed: boolean;
}

const DELIMITERS = [",", ";", "\t"] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** What parts the cells of a file: of those that may, the most frequent in its first record; the comma where none is. */
export function delimiterOf(text: string): Delimiter {
  const bare = text.slice(0, 65_536).replace(/"[^"]*(?:"|$)/g, "");
  const first = bare.trimStart().split(/[\r\n]/, 1)[0] ?? "";
  const count = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((one, other) => (count(other) > count(one) ? other : one));
}

/**
 * The records of a file (RFC 4180): quoted cells may hold delimiters, line ends and doubled quotes. Quotes within a cell
 * that does not begin with one are its own. Lines without anything are passed over.
 */
export function* csvRecords(text: string, delimiter: Delimiter): Generator<CsvRecord> {
  let [at, line] = [0, 1];
  while (at < text.length) {
    const record: CsvRecord = { line, cells: [], isUnclosed: false };
    let next = delimiter as string;
    while (next === delimiter) {
      const cell = text[at] === '"' ? quoted(text, at, delimiter) : plain(text, at, delimiter);
      record.cells.push(cell.value);
      record.isUnclosed ||= cell.isUnclosed;
      line += lineEnds(text, at, cell.end);
      at = cell.end;
      next = text[at] ?? "";
      if (next === delimiter) at++;
    }
    if (next !== "") {
      at += text.startsWith("\r\n", at) ? 2 : 1;
      line++;
    }
    if (record.cells.length > 1 || record.cells[0] !== "" || record.isUnclosed) yield record;
  }
}

interface Cell {
  value: string;
  /** Where the delimiter, the line end or the end of the text stands that ends it. */
  end: number;
  isUnclosed: boolean;
}

const plain = (text: string, from: number, delimiter: Delimiter): Cell => {
  const end = endOf(text, from, delimiter);
  return { value: text.slice(from, end), end, isUnclosed: false };
};

function quoted(text: string, from: number, delimiter: Delimiter): Cell {
  let [value, at] = ["", from + 1];
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return { value: value + text.slice(at), end: text.length, isUnclosed: true };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      // What stands between a closing quote and the delimiter belongs to the cell.
      const end = endOf(text, quote + 1, delimiter);
      return { value: value + text.slice(quote + 1, end), end, isUnclosed: false };
    }
    value += '"';
    at = quote + 2;
  }
}

function endOf(text: string, from: number, delimiter: Delimiter): number {
  let end = from;
  for (; end < text.length; end++) {
    const sign = text[end];
    if (sign === delimiter || sign === "\n" || sign === "\r") break;
  }
  return end;
}

/** Line ends within a quoted cell, of any of the three kinds. */
function lineEnds(text: string, from: number, end: number): number {
  const cell = text.slice(from, end);
  return cell.includes("\n") || cell.includes("\r") ? cell.split(/\r\n|\n|\r/).length - 1 : 0;
}
