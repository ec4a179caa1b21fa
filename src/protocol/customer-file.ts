import * as z from "zod";
import { type CsvRecord, csvRecords, type Delimiter, delimiterOf } from "../lib/csv.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { CustomerId, NewCustomer } from "./customer.ts";
import { type Decoded, decodeText, LOST } from "./customer-text.ts";

/** So many customers a file may bring. */
export const MOST_LINES = 50_000;

/** What a line of a file tells of a customer; what it does not tell stays as it is. */
export interface CustomerNews {
  name: string | null;
  /** In place of those of the same type. */
  addresses: z.output<typeof NewCustomer>["addresses"];
  attributes: Record<string, unknown>;
}

/** A line of a file: what it tells of whom, or why it is refused. `line` is where it begins: 1, 2, 3… */
export type CustomerLine =
  | { line: number; id: string; news: CustomerNews }
  | { line: number; id: string | null; refused: string };

export interface CustomerFile {
  encoding: Decoded["encoding"];
  /** Null of a file of JSON lines. */
  delimiter: Delimiter | null;
  lines: Iterable<CustomerLine>;
}

/** Why no line of a file can be read. */
export interface FileFault {
  field: string;
  detail: string;
}

/** Reads a spreadsheet of customers: the first line names the columns. */
export function readCsv(bytes: Uint8Array): Result<CustomerFile, FileFault> {
  const { text, encoding } = decodeText(bytes);
  const delimiter = delimiterOf(text);
  const records = csvRecords(text, delimiter);
  // A first line that only tells a spreadsheet what parts the cells.
  let header = records.next().value as CsvRecord | undefined;
  if (header?.cells[0] === "sep=") header = records.next().value as CsvRecord | undefined;
  const columns = columnsOf(header?.cells ?? []);
  if (!columns.ok) return columns;
  const read = (record: CsvRecord) => lineOf(record, columns.value);
  return ok({ encoding, delimiter, lines: once(mapped(records, read)) });
}

/** Reads customers as JSON, one in each line, as the list of customers prints them. */
export function readJsonLines(bytes: Uint8Array): Result<CustomerFile, FileFault> {
  const { text, encoding } = decodeText(bytes);
  const lines = text.split(/\r\n|\n|\r/).map((json, index) => ({ line: index + 1, json }));
  const said = lines.filter(({ json }) => json.trim() !== "");
  if (said.length === 0) return err({ field: "body", detail: "must have a JSON object in each line" });
  return ok({ encoding, delimiter: null, lines: once(mapped(said, jsonLine)) });
}

function* mapped<T, U>(all: Iterable<T>, read: (one: T) => U): Generator<U> {
  for (const one of all) yield read(one);
}

/** A customer is told of once: of two lines it would be unclear which holds. */
function* once(lines: Iterable<CustomerLine>): Generator<CustomerLine> {
  const seen = new Map<string, number>();
  for (const read of lines) {
    const before = "refused" in read ? undefined : seen.get(read.id);
    if (before !== undefined)
      yield { line: read.line, id: read.id, refused: `Line ${before} is about this customer already` };
    else {
      if ("news" in read) seen.set(read.id, read.line);
      yield read;
    }
  }
}

type Column =
  | { is: "id" | "name" | "phone" | "email" | "user_id" }
  | { is: "attribute"; name: string }
  | { is: "none" };

/** Spellings of the columns that have a meaning; "phone 2" is another phone. */
const MEANINGS: readonly [RegExp, "id" | "name" | "phone" | "email" | "user_id"][] = [
  [/^(id|customer[ _-]?id)$/i, "id"],
  [/^name$/i, "name"],
  [/^phones?([ _-]?\d+)?$/i, "phone"],
  [/^e-?mails?([ _-]?\d+)?$/i, "email"],
  [/^user[ _-]?ids?([ _-]?\d+)?$/i, "user_id"],
];

function columnsOf(header: readonly string[]): Result<Column[], FileFault> {
  const columns = header.map((cell): Column => {
    const name = cell.trim();
    const meaning = MEANINGS.find(([spelling]) => spelling.test(name));
    if (meaning) return { is: meaning[1] };
    return name === "" ? { is: "none" } : { is: "attribute", name };
  });
  const named = columns.map((column) => ("name" in column ? column.name : column.is));
  // An object keeps nothing under this name.
  if (named.includes("__proto__")) return err({ field: "header", detail: "No column may be called __proto__" });
  const twice = named.find((name, index) => named.indexOf(name) !== index && !MAY_REPEAT.has(name));
  if (!named.includes("id")) {
    const detail = `The first line must name the columns, and one of them must be id; it names ${named.join(", ").slice(0, 200) || "nothing"}`;
    return err({ field: "header", detail });
  }
  return twice === undefined ? ok(columns) : err({ field: "header", detail: `Two columns are called ${twice}` });
}

const MAY_REPEAT = new Set(["phone", "email", "user_id", "none"]);

function lineOf({ line, cells, isUnclosed }: CsvRecord, columns: readonly Column[]): CustomerLine {
  const values = cells.map((cell, index) => ({ column: columns[index] ?? NO_COLUMN, value: cell.trim() }));
  const of = (is: Column["is"]) => values.filter(({ column, value }) => column.is === is && value !== "");
  const id = of("id")[0]?.value ?? null;
  const refuse = (refused: string) => ({ line, id, refused });
  if (isUnclosed) return refuse('A quote (") that is opened here is never closed; the rest of the file is lost in it');
  if (cells.some((cell) => cell.includes(LOST))) return refuse(NOT_THE_ENCODING);
  if (id === null) return refuse("It has no id");
  const named = CustomerId.safeParse(id);
  if (!named.success) return refuse(`id: ${named.error.issues[0]?.message}`);
  if (of("none").length > 0) return refuse("It has a value in a column that the first line does not name");
  const phones = partsOf(of("phone").map(({ value }) => value));
  const fault = phones.map(phoneFault).find((one) => one !== null);
  if (fault) return refuse(`phone: ${fault}`);
  const told = {
    name: of("name")[0]?.value ?? null,
    addresses: [
      ...phones.map((target) => ({ type: "phone", target })),
      ...partsOf(of("email").map(({ value }) => value)).map((target) => ({ type: "email", target })),
      ...of("user_id").map(({ value }) => ({ type: "user_id", target: value })),
    ],
    attributes: Object.fromEntries(
      of("attribute").map(({ column, value }) => ["name" in column ? column.name : "", value]),
    ),
  };
  const read = NewCustomer.safeParse(told);
  return read.success ? { line, id, news: read.data } : refuse(faultOf(read.error, told.addresses));
}

const NO_COLUMN: Column = { is: "none" };
const NOT_THE_ENCODING =
  "It holds bytes that are no character of the file's encoding: export it anew, all of it as UTF-8";

/** Several addresses in one cell stand between semicolons, or on lines of their own. */
const partsOf = (values: readonly string[]): string[] => [
  ...new Set(
    values
      .flatMap((value) => value.split(/[;\r\n]/))
      .map((part) => part.trim().replace(/^'/, ""))
      .filter((part) => part !== ""),
  ),
];

/** What spreadsheets do to telephone numbers: guessing would reach somebody else. */
function phoneFault(text: string): string | null {
  const AS_TEXT = "format the column as text in the spreadsheet, and write the numbers anew";
  if (/^[+-]?\d+([.,]\d+)?E[+-]?\d+$/i.test(text))
    return `${text} is a number in scientific notation, its digits are lost: ${AS_TEXT}`;
  if (/^\d{5,}[.,]0+$/.test(text)) return `${text} was taken for a decimal number: ${AS_TEXT}`;
  if (/^#/.test(text)) return `${text.slice(0, 20)} stands for a column that was too narrow or a formula that failed`;
  return null;
}

/** The first thing that is wrong with a line, and with what of it. */
function faultOf({ issues: [issue] }: z.ZodError, addresses: readonly { type: string; target: string }[]): string {
  const [field, index] = issue?.path ?? [];
  const address = field === "addresses" ? addresses[Number(index)] : undefined;
  const name = address ? `${address.type}: ${address.target.slice(0, 60)}` : `${String(field ?? "line")}:`;
  return `${name} ${issue?.message ?? "is not as it should be"}`;
}

/** When it was made and changed is printed with a customer, and not read. */
const JsonLine = z.strictObject({
  id: CustomerId,
  ...NewCustomer.shape,
  created_at: z.unknown().optional(),
  updated_at: z.unknown().optional(),
});

function jsonLine({ line, json }: { line: number; json: string }): CustomerLine {
  if (json.includes(LOST)) return { line, id: null, refused: NOT_THE_ENCODING };
  const parsed = parse(json);
  const said = typeof parsed === "object" && parsed !== null && "id" in parsed ? parsed.id : null;
  const id = typeof said === "string" && said !== "" ? said.slice(0, 255) : null;
  const read = JsonLine.safeParse(parsed);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue?.path.join(".") ?? "";
    const detail = parsed === undefined ? "must be a JSON object" : (issue?.message ?? "");
    return { line, id, refused: place === "" ? `The line ${detail}` : `${place}: ${detail}` };
  }
  const { name, addresses, attributes } = read.data;
  return { line, id: read.data.id, news: { name, addresses, attributes } };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
