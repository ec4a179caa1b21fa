import { crc32, deflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { takenIn } from "../../src/knowledge/articles.ts";
import { readPage } from "../../src/knowledge/html-markdown.ts";
import { type ImportItem, type ImportKind, importKind, readImport } from "../../src/knowledge/import.ts";
import { type File, zipOf } from "../support/zip.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf16 = (text: string) => new Uint8Array([0xff, 0xfe, ...Buffer.from(text, "utf16le")]);

const GIVEN = { content_type: "", url: null, status: "published" } as const;

async function read(bytes: Uint8Array, kind: ImportKind, given: object = {}): Promise<ImportItem[]> {
  return Array.fromAsync(readImport(bytes, kind, { ...GIVEN, ...given }));
}

const readFiles = (...files: File[]) => read(zipOf(files), "zip");

/** What is told of the only file. */
async function faultOf(file: File): Promise<string> {
  const [item, ...more] = await readFiles(file);
  expect(more).toEqual([]);
  return item && "fault" in item.found ? item.found.fault : "";
}

const articleIn = (item: ImportItem | undefined) => (item && "article" in item.found ? item.found.article : null);

describe("archives", () => {
  test("files of nested folders are articles, with their path as id", async () => {
    const items = await readFiles(
      { path: "help/", content: "" },
      { path: "help/delivery/costs.md", content: "# What delivery costs\n\nFree from 50." },
      { path: "help\\returns.txt", content: "Send it back within 30 days." },
      { path: "help/ümlaut.markdown", content: "Words only" },
      { path: "opening_hours.html", content: "<title>Hours</title><p>We open at 9.</p>" },
    );
    expect(items.map(({ found }) => found)).toMatchObject([
      { id: "help/delivery/costs.md", article: { title: "What delivery costs", format: "markdown" } },
      { id: "help/returns.txt", article: { title: "returns", format: "text" } },
      { id: "help/ümlaut.markdown", article: { title: "ümlaut", content: "Words only" } },
      { id: "opening_hours.html", article: { title: "Hours", format: "markdown", content: "We open at 9." } },
    ]);
  });

  test("front matter names the article and is not quoted", async () => {
    const content =
      '---\ntitle: "Gift cards"\nlang: pt-BR\nurl: https://shop.example/cards\ndraft: true\n---\nValid a year.';
    const [item] = await readFiles({ path: "cards.md", content });
    expect(articleIn(item)).toEqual({
      title: "Gift cards",
      language: "pt",
      source_url: "https://shop.example/cards",
      status: "draft",
      format: "markdown",
      content: "Valid a year.",
    });
  });

  test.for([
    ["../../etc/passwd.md", "leads out"],
    ["/etc/motd.txt", "leads out"],
    ["C:\\help\\a.md", "leads out"],
    ["a/..\\..\\b.md", "leads out"],
    ["a\u0000.md", "cannot be an id"],
    [`${"a".repeat(300)}.md`, "cannot be an id"],
    ["__MACOSX/help/._costs.md", "operating system"],
    ["help/.DS_Store", "operating system"],
    ["logo.png", "no article"],
    ["Makefile", "no article"],
  ] as const)("%j is refused", async ([path, why]) => {
    expect(await faultOf({ path, content: "words" })).toContain(why);
  });

  test("what is encrypted, packed otherwise, damaged or cut off is told of, and the others are taken", async () => {
    const files: File[] = [
      { path: "a.md", content: "secret", flags: 1 },
      { path: "b.md", content: "lzma", method: 14 },
      { path: "c.md", content: "damaged", crc: 1 },
      { path: "d.md", content: "whole" },
    ];
    const items = await readFiles(...files);
    expect(items.map(({ found }) => ("fault" in found ? found.fault.slice(0, 16) : "taken"))).toEqual([
      "It is encrypted:",
      "It is packed by ",
      "It is damaged.",
      "taken",
    ]);
    for (const bytes of [
      utf8("PK\u0003\u0004 nonsense"),
      zipOf(files).subarray(0, -30),
      utf8("PK"),
      new Uint8Array(),
    ]) {
      expect(await read(bytes, "zip")).toEqual([{ name: "archive", found: { fault: expect.stringContaining("ZIP") } }]);
    }
  });

  test("a bomb is not unpacked, whatever it says of its size", async () => {
    const bomb = deflateRawSync(new Uint8Array(64 * 1024 * 1024));
    expect(await faultOf({ path: "a.md", packed: bomb, size: 64 * 1024 * 1024 })).toContain("larger than 5242880");
    expect(await faultOf({ path: "a.md", packed: bomb, size: 10 })).toContain("larger than 5242880");
    const large = new Uint8Array(5 * 1024 * 1024).fill(97);
    const file = { packed: deflateRawSync(large), size: large.length, crc: crc32(large) };
    const many = Array.from({ length: 15 }, (_, index) => ({ path: `${index}.md`, ...file }));
    const items = await readFiles(...many);
    expect(items.filter(({ found }) => "id" in found).length).toBe(12);
    expect(items.at(-1)?.found).toMatchObject({ fault: expect.stringContaining("all files together") });
  });

  test("what looks like the directory's end within a comment is none", async () => {
    const archive = zipOf([{ path: "a.md", content: "words" }]);
    const comment = utf8("PK\u0005\u0006 is how it ends, and so it goes on");
    archive.set([comment.length, 0], archive.length - 2);
    const [item] = await read(Uint8Array.from([...archive, ...comment]), "zip");
    expect(articleIn(item)?.content).toBe("words");
  });

  test("sizes of the long form are read", async () => {
    const [item] = await readFiles({ path: "a.md", content: "words", isLong: true });
    expect(articleIn(item)?.content).toBe("words");
  });

  test("the same path twice is taken once", async () => {
    const items = await readFiles({ path: "a.md", content: "one" }, { path: "a.md", content: "two" });
    expect(items[1]?.found).toEqual({ fault: "a.md has the same id and was taken." });
  });
});

describe("characters", () => {
  test("UTF-8 and UTF-16 with their marks, and what a page declares", async () => {
    const page = (charset: string) => `<html><head><meta ${charset}></head><body><p>Devolución: 5 días`;
    const items = await readFiles(
      { path: "a.md", content: new Uint8Array([0xef, 0xbb, 0xbf, ...utf8("días")]) },
      { path: "b.md", content: utf16("días") },
      { path: "c.html", content: latin1(page('charset="iso-8859-1"')) },
      { path: "d.html", content: latin1(page('http-equiv="Content-Type" content="text/html; charset=windows-1252"')) },
    );
    expect(items.map((item) => articleIn(item)?.content)).toEqual([
      "días",
      "días",
      "Devolución: 5 días",
      "Devolución: 5 días",
    ]);
  });

  test.for([
    ["Latin-1 that says nothing of it", latin1("días"), "not valid UTF-8"],
    ["UTF-16 without a mark", utf16("days").subarray(2), "UTF-16 without its mark"],
    ["bytes", new Uint8Array([0, 1, 2, 3]), "not text"],
    ["nothing", new Uint8Array(), "no words"],
  ] as const)("%s is refused", async ([, content, why]) => {
    expect(await faultOf({ path: "a.txt", content })).toContain(why);
  });

  test("a header's charset holds for a single page", async () => {
    const [item] = await read(latin1("<p>días"), "html", { content_type: "text/html; charset=ISO-8859-1" });
    expect(articleIn(item)?.content).toBe("días");
    const [unknown] = await read(utf8("<p>x"), "html", { content_type: "text/html; charset=klingon" });
    expect(unknown?.found).toMatchObject({ fault: expect.stringContaining("klingon") });
  });
});

describe("lines", () => {
  test("each is an article, and one that is none holds up nothing", async () => {
    const lines = [
      '{"id":"A-1","title":"Costs","content":"Free from 50."}',
      "",
      "{broken",
      '{"title":"","content":"x","colour":"red"}',
      `{"title":"Deep","content":${"[".repeat(100)}${"]".repeat(100)}}`,
      '{"title":"Page","content":"<h1>Hi</h1><p>Words","format":"html","status":"draft","language":"en"}\r',
      '{"id":"A-1","title":"Again","content":"y"}',
      `{"id":"A-2","title":"Long","content":"${"x".repeat(5 * 1024 * 1024 + 1)}"}`,
    ];
    const items = await read(utf8(lines.join("\n")), "ndjson");
    expect(items.map(({ name }) => name)).toEqual([
      "line 1",
      "line 3",
      "line 4",
      "line 5",
      "line 6",
      "line 7",
      "line 8",
    ]);
    expect(items.map(({ found }) => found)).toMatchObject([
      { id: "A-1", article: { title: "Costs", format: "markdown", language: null, status: "published" } },
      { fault: "It is not JSON." },
      { fault: expect.stringMatching(/title: .*colour/) },
      { fault: "It is nested too deeply." },
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/), article: { content: "# Hi\n\nWords", status: "draft" } },
      { fault: "line 1 has the same id and was taken." },
      { fault: "It is larger than 5242880 bytes." },
    ]);
  });

  test("one without an id has the same the next time", async () => {
    const line = utf8('{"title":"Costs","content":"Free."}');
    const [one, two] = [await read(line, "ndjson"), await read(line, "ndjson", { status: "draft" })];
    const ids = [...one, ...two].map(({ found }) => ("id" in found ? found.id : null));
    expect(ids).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), ids[0]]);
  });
});

test.for([
  [zipOf([]), "", "zip"],
  [utf8('  {"title":1}'), "application/octet-stream", "ndjson"],
  [utf8("\ufeff<!doctype html>"), "", "html"],
  [utf8("hello"), "application/x-ndjson", "ndjson"],
  [utf8("hello"), "text/html; charset=utf-8", "html"],
  [utf8("hello"), "application/zip", "zip"],
  [utf8("hello"), "application/octet-stream", null],
  [utf8("%PDF-1.7"), "application/pdf", null],
  [new Uint8Array(), "", null],
] as const)("what is imported is known by its first bytes or its type (%#)", ([bytes, type, kind]) => {
  expect(importKind(bytes, type)).toBe(kind);
});

describe("pages", () => {
  const markdown = (html: string) => readPage(html, "https://shop.example/help/").content;

  test("headings, paragraphs, lists and links stay; what steers or decorates goes", () => {
    const html = `<!doctype html><html lang="es-MX"><head><title>Envíos &amp; costos | Tienda</title>
      <style>p{color:red}</style><script>if (a < b) document.write("<p>no</p>")</script></head><body>
      <nav><ul><li><a href="/">Inicio</a></li></ul></nav>
      <h1>Envíos</h1><p>El envío <b>gratis</b> desde&nbsp;50&euro;.<br>Siempre.</p>
      <h2 class=x>Pasos</h2><ol><li>Elige<li>Paga <ul><li>con tarjeta</li><li>en efectivo</li></ul></ol>
      <p>Lee <a href="../costs?a=1&amp;b=2">los costos</a>, <a href="javascript:alert(1)">esto</a>.</p>
      <pre>uno
  dos</pre><footer>© 2026</footer><!-- <p>nada</p> --></body></html>`;
    expect(readPage(html, "https://shop.example/help/x")).toEqual({
      title: "Envíos",
      language: "es",
      content: [
        "# Envíos",
        "El envío gratis desde 50€.\nSiempre.",
        "## Pasos",
        "1. Elige\n2. Paga\n  - con tarjeta\n  - en efectivo",
        "Lee [los costos](https://shop.example/costs?a=1&b=2), esto.",
        "```\nuno\n  dos\n```",
      ].join("\n\n"),
    });
  });

  test("a table stays one, and one that lays out the page does not", () => {
    const cells = "<tr><th>Size<th>EU</tr><tr><td>S|M</td><td><p>36</p><p>38</p></td></tr>";
    expect(markdown(`<table><thead>${cells}</table>after`)).toBe(
      "| Size | EU |\n| --- | --- |\n| S\\|M | 36 38 |\n\nafter",
    );
    expect(markdown("<table><tr><td>One</table><table><tr><td>Two")).toBe("One\n\nTwo");
  });

  test.for([
    ["<p>a < b & c > d</p>", "a < b & c > d"],
    ["<p>5 &lt; 6 &#233;&#xe9;&#x80; &unknown; &amp;lt;", "5 < 6 éé€ &unknown; &lt;"],
    ["<p title='a > b' data-x=\"<p>\">x", "x"],
    ["<p don't>x</p>", "x"],
    ["<div><p>one<p>two</div>", "one\n\ntwo"],
    ["<nav><p>all of it", "all of it"],
    ["<script>never ends <p>x", ""],
    ["<svg/><p>x", "x"],
    ["<img alt='A map'> here", "A map here"],
    ["</p></div></ul></table>x", "x"],
    ["just words", "just words"],
    ["<a href='x'><p>block</p></a>", "block"],
    ["<p>x<", "x<"],
    ["<p>x<!--", "x"],
  ] as const)("%j", ([html, text]) => {
    expect(markdown(html)).toBe(text);
  });

  test.for([
    ["unclosed markup", "<a <b ".repeat(800_000)],
    ["open quotes", '<p a="'.repeat(800_000)],
    ["deep lists", "<ul><li>".repeat(300_000)],
    ["deep tables", "<table><tr><td>x".repeat(200_000)],
    ["ends without beginnings", "</table></ul></nav>".repeat(250_000)],
    ["ampersands", "&".repeat(5_000_000)],
    ["wide tables", `<table><tr>${"<td>x".repeat(400_000)}<tr><td>y${"<tr><td>z".repeat(100_000)}`],
    ["unclosed links", "<a href=/x>word ".repeat(300_000)],
    ["one attribute", `<p a=${"'\" = ".repeat(800_000)}>`],
    ["left out within itself", "<svg>".repeat(900_000)],
  ] as const)("5 MB of %s take no time to speak of", ([, html]) => {
    // Of the processor's time: what else the machine has to do is not the page's fault.
    const started = process.threadCpuUsage();
    readPage(html);
    const { user, system } = process.threadCpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(5_000);
  });
});

test("half a character is none", () => {
  const given = { title: "x", language: null, source_url: null, status: "draft" } as const;
  expect(takenIn({ ...given, format: "text", content: "a\ud800b" }).content).toBe("a\ufffdb");
});
