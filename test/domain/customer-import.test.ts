import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvRecords, type Delimiter, delimiterOf } from "../../src/lib/csv.ts";
import { type CustomerLine, readCsv, readJsonLines } from "../../src/protocol/customer-file.ts";
import { decodeText } from "../../src/protocol/customer-text.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const cellsOf = (text: string, delimiter: Delimiter = ",") =>
  [...csvRecords(text, delimiter)].map(({ cells }) => cells);

function linesOf(file: string | Uint8Array): CustomerLine[] {
  const read = readCsv(typeof file === "string" ? bytes(file) : file);
  if (!read.ok) throw new Error(read.error.detail);
  return [...read.value.lines];
}
const refusals = (file: string | Uint8Array) =>
  linesOf(file).flatMap((line) => ("refused" in line ? [[line.line, line.id, line.refused]] : []));
const told = (file: string | Uint8Array) => linesOf(file).flatMap((line) => ("news" in line ? [line] : []));

/** UTF-16 as spreadsheets write it, with its byte order mark. */
function utf16(text: string, isLittle: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 + text.length * 2));
  for (const [index, code] of [0xfeff, ...Array.from(text, (_, at) => text.charCodeAt(at))].entries())
    view.setUint16(index * 2, code, isLittle);
  return new Uint8Array(view.buffer);
}

describe("separated values", () => {
  test.each([
    [
      "a,b\nc,d",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    [
      "a,b\r\nc,d\r\n",
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
    ["a\rb", [["a"], ["b"]]],
    ['"a,1","b ""x""","c\nd"', [["a,1", 'b "x"', "c\nd"]]],
    ['5" pipe,"q"x', [['5" pipe', "qx"]]],
    [
      "a,,\n\n,b",
      [
        ["a", "", ""],
        ["", "b"],
      ],
    ],
    ['""', []],
    ["", []],
  ])("%j", (text, records) => {
    expect(cellsOf(text)).toEqual(records);
  });

  test("a record knows its line, also behind cells of several lines", () => {
    const records = [...csvRecords('id\n"a\r\nb"\n\nc\n"d', ",")];
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5, 6]);
    expect(records.map(({ isUnclosed }) => isUnclosed)).toEqual([false, false, false, true]);
  });

  test.each([
    ["id,name", ","],
    ["id;name;phone,s", ";"],
    ["id\tname", "\t"],
    ['"a,b,c";name', ";"],
    ["id", ","],
    ["sep=;\nid,x", ";"],
  ])("the delimiter of %j", (text, delimiter) => {
    expect(delimiterOf(text)).toBe(delimiter);
  });

  test("what was written is read, whatever it is", () => {
    const cell = fc.string({ unit: fc.constantFrom("a", " ", '"', ",", ";", "\t", "\n", "\r", "é", "'") });
    const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    const ends = fc.constantFrom("\n", "\r\n", "\r");
    fc.assert(
      fc.property(records, fc.constantFrom<Delimiter>(",", ";", "\t"), ends, (written, delimiter, end) => {
        const quote = (value: string) => `"${value.replaceAll('"', '""')}"`;
        const text = written.map((cells) => cells.map(quote).join(delimiter)).join(end);
        expect(cellsOf(text, delimiter)).toEqual(written);
      }),
    );
  });

  test("nothing that anybody may send fails, and every line is one of the file's", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        const file = new Uint8Array([...bytes("id,name\n"), ...tail]);
        for (const { line } of linesOf(file)) expect(line).toBeGreaterThan(1);
      }),
    );
  });
});

describe("what spreadsheets write", () => {
  const text = "id,name\n1,José\n2,Zoë";
  const latin = Uint8Array.from(text, (sign) => sign.charCodeAt(0));

  test.each([
    ["utf-8", bytes(text)],
    ["utf-8", bytes(`\uFEFF${text}`)],
    ["utf-16le", utf16(text, true)],
    ["utf-16be", utf16(text, false)],
    ["windows-1252", latin],
    ["windows-1252", new Uint8Array([...latin, 0x80])],
  ])("is read as %s", (encoding, file) => {
    expect(decodeText(file).encoding).toBe(encoding);
    expect(told(file).map(({ id, news }) => [id, news.name?.slice(0, 4)])).toEqual([
      ["1", "José"],
      ["2", expect.stringContaining("Zoë")],
    ]);
  });

  test("of a file in two encodings the lines that are not the file's are refused, not the file", () => {
    const mixed = new Uint8Array([...bytes("id,name\n1,José\n2,Zo"), 0xeb, ...bytes("\n3,Ana\n")]);
    expect(told(mixed).map(({ id }) => id)).toEqual(["1", "3"]);
    expect(refusals(mixed)).toEqual([[3, "2", expect.stringContaining("encoding")]]);
  });

  test("columns have a meaning, or are attributes; several phones stand in one cell or several", () => {
    const file =
      "ID;Full name;Name;Phone;phone 2;Email;tier\n40017;x;Ana;+62 812-3456-789;(555) 010-0123 4;A@b.test;gold\n7;;;00628121111111;;;\n";
    expect(told(file).map(({ id, news }) => ({ id, ...news }))).toEqual([
      {
        id: "40017",
        name: "Ana",
        addresses: [
          { type: "phone", target: "+628123456789" },
          { type: "phone", target: "+55501001234" },
          { type: "email", target: "A@b.test" },
        ],
        attributes: { "Full name": "x", tier: "gold" },
      },
      { id: "7", name: null, addresses: [{ type: "phone", target: "+628121111111" }], attributes: {} },
    ]);
    expect(told('id,phone\n1,"+628121111111; +628122222222"')[0]?.news.addresses).toHaveLength(2);
  });

  test.each([
    ["6.28E+12", "scientific notation"],
    ["6,28123E+12", "scientific notation"],
    ["628123456789.0", "decimal number"],
    ["#####", "too narrow"],
    ["0812 3456 789", "country code"],
    ["call me", "must be a phone number"],
  ])("the phone %s is refused, saying why", (phone, word) => {
    expect(refusals(`id;phone\nC-1;${phone}`)).toEqual([[2, "C-1", expect.stringContaining(word)]]);
  });

  test.each([
    ["id,name\n,Ana", 2, "It has no id"],
    ["id,email\n1,nobody", 2, "email: nobody"],
    ["id,name\n1,Ana,x", 2, "does not name"],
    [`id,note\n1,${"x".repeat(5_000)}`, 2, "attributes"],
    ["id,name\n1,Ana\n1,Ana", 3, "Line 2 is about this customer already"],
    ['id,name\n1,"Ana\n2,Budi', 2, "never closed"],
  ])("a line that cannot be is refused: %j", (file, line, word) => {
    expect(refusals(file)).toEqual([[line, word.includes("no id") ? null : "1", expect.stringContaining(word)]]);
  });

  test.each([
    ["", "names nothing"],
    ["name,phone\nAna,1", "it names name, phone"],
    ["id,tier,tier\n1,a,b", "Two columns are called tier"],
    ["id,__proto__\n1,a", "No column may be called __proto__"],
  ])("a file whose columns cannot be told is refused: %j", (file, word) => {
    expect(readCsv(bytes(file))).toMatchObject({ ok: false, error: { detail: expect.stringContaining(word) } });
  });
});

/** An address to ask for a customer by, such as …/customers/.., would be another one. */
const IDS_THAT_NO_ADDRESS_CAN_NAME: [string, string][] = [
  [".", "must be neither . nor .."],
  ["..", "must be neither . nor .."],
  ["4\t2", "must have no control characters"],
  ["4\u00002", "must have no control characters"],
  ["x".repeat(256), "must have at most 255 characters"],
];

test.each(IDS_THAT_NO_ADDRESS_CAN_NAME)("a customer %j is refused, as it could not be asked for", (id, word) => {
  expect(refusals(`id,name\n"${id}",Ana`)).toEqual([[2, id, `id: ${word}`]]);
  const read = readJsonLines(bytes(JSON.stringify({ id })));
  expect(read.ok && [...read.value.lines]).toEqual([{ line: 1, id: id.slice(0, 255), refused: `id: ${word}` }]);
});

test("lines of JSON are customers as the list prints them", () => {
  const file = `{"id":"1","name":"Ana","addresses":[{"type":"phone","target":"+62 812 1"}],"attributes":{"a":1},"created_at":"x"}
{"id":"2","surname":"x"}

no json
{"id":"1"}`;
  const read = readJsonLines(bytes(file));
  const lines = read.ok ? [...read.value.lines] : [];
  expect(lines).toEqual([
    {
      line: 1,
      id: "1",
      news: { name: "Ana", addresses: [{ type: "phone", target: "+628121" }], attributes: { a: 1 } },
    },
    { line: 2, id: "2", refused: expect.stringContaining("surname") },
    { line: 4, id: null, refused: "The line must be a JSON object" },
    { line: 5, id: "1", refused: expect.stringContaining("Line 1") },
  ]);
});
