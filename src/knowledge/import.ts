import { hmac, uuidFrom } from "../lib/crypto.ts";
import { parseJson } from "../lib/json.ts";
import { ArticleId, ArticleLine, LONGEST_TITLE } from "../protocol/article.ts";
import { type GivenArticle, LONGEST_ARTICLE, type NewArticle, takenIn } from "./articles.ts";
import { readPage } from "./html-markdown.ts";
import { readMarkdown } from "./import-markdown.ts";
import { charsetIn, charsetOf, textOf } from "./import-text.ts";
import { entriesOf, isZip } from "./import-zip.ts";

/** So many files of an archive, or lines, are taken; and so many bytes of all files together. */
const MOST_ITEMS = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** A file or line: the article in it, or why there is none. */
export interface ImportItem {
  /** The file's path, or `line 3`. */
  name: string;
  found: { id: string; article: NewArticle } | { fault: string };
}

/** What is known of the bytes beside themselves. */
export interface Imported {
  content_type: string;
  /** Where a page comes from. */
  url: string | null;
  status: "published" | "draft";
}

export type ImportKind = "zip" | "ndjson" | "html";

/** What bytes are, by their first ones where their type does not say; null for anything that is not imported. */
export function importKind(bytes: Uint8Array, contentType: string): ImportKind | null {
  if (isZip(bytes) || /^application\/(?:x-)?zip(?:-compressed)?\b/i.test(contentType)) return "zip";
  if (/^application\/(?:x-)?(?:ndjson|jsonl|jsonlines|json-seq)\b/i.test(contentType)) return "ndjson";
  if (/^(?:text\/html|application\/xhtml\+xml)\b/i.test(contentType)) return "html";
  const text = textOf(bytes.subarray(0, 512), "latin1");
  const first = "text" in text ? text.text.replace(/^(?:ï»¿)?\s+|^ï»¿/, "").charAt(0) : "";
  return first === "{" ? "ndjson" : first === "<" ? "html" : null;
}

/** Every article in what was sent, in its order. What cannot be read is told of, and holds up nothing else. */
export async function* readImport(bytes: Uint8Array, kind: ImportKind, given: Imported): AsyncGenerator<ImportItem> {
  const names = new Map<string, string>();
  for await (const item of readAll(bytes, kind, given)) {
    const { name, found } = item;
    const before = "id" in found ? names.get(found.id) : undefined;
    if ("id" in found && before === undefined) names.set(found.id, name);
    yield before === undefined ? item : refused(name, `${before} has the same id and was taken.`);
  }
}

function readAll(
  bytes: Uint8Array,
  kind: ImportKind,
  given: Imported,
): AsyncIterable<ImportItem> | Iterable<ImportItem> {
  if (kind === "zip") return readZip(bytes, given);
  return kind === "ndjson" ? readLines(bytes, given) : [readOnePage(bytes, given)];
}

async function* readZip(bytes: Uint8Array, given: Imported): AsyncGenerator<ImportItem> {
  const entries = entriesOf(bytes)?.filter(({ path }) => !path.endsWith("/"));
  if (!entries) {
    yield refused("archive", "It is no ZIP archive, or its end is missing.");
    return;
  }
  let room = MOST_BYTES;
  for (const { path, read } of entries.slice(0, MOST_ITEMS)) {
    const fault = pathFault(path);
    const file = fault ? { fault } : await read(Math.min(LONGEST_ARTICLE, room));
    if ("bytes" in file) {
      room -= file.bytes.length;
      yield { name: path, found: articleIn(path, file.bytes, given) };
    } else if (room < LONGEST_ARTICLE && file.fault.includes("larger")) {
      yield refused(path, `With it all files together are larger than ${MOST_BYTES} bytes.`);
    } else yield refused(path.replace(/\p{Cc}/gu, "\ufffd").slice(0, 255), file.fault);
  }
  if (entries.length > MOST_ITEMS) yield tooMany(entries.length, "files");
}

const tooMany = (count: number, what: string) =>
  refused("the rest", `Of ${count} ${what} only the first ${MOST_ITEMS} were read.`);

const refused = (name: string, fault: string): ImportItem => ({ name, found: { fault } });

/** Why a file of an archive is none of ours, before it is opened. */
function pathFault(path: string): string | null {
  const parts = path.split("/");
  const [name = ""] = parts.slice(-1);
  if (parts.includes("__MACOSX") || name.startsWith("._") || [".DS_Store", "Thumbs.db", "desktop.ini"].includes(name))
    return "It is no article: an operating system left it there.";
  if (parts.includes("..") || path.startsWith("/") || /^[a-z]:/i.test(path))
    return "Its path leads out of the archive.";
  if (!/\.(?:md|markdown|txt|html?|xhtml)$/i.test(name))
    return "It is no article: .md, .markdown, .txt and .html are taken.";
  return ArticleId.safeParse(path).success
    ? null
    : "Its path cannot be an id: at most 255 characters, none for control.";
}

/** The article in a file of an archive. Its path is its id. */
function articleIn(path: string, bytes: Uint8Array, { status }: Imported): ImportItem["found"] {
  const isPage = /\.x?html?$/i.test(path);
  const decoded = textOf(bytes, isPage ? charsetIn(bytes) : null);
  if ("fault" in decoded) return decoded;
  const name =
    (path.split("/").at(-1) ?? path)
      .replace(/\.\w+$/, "")
      .replace(/[-_]+/g, " ")
      .trim() || path;
  const common = { language: null, source_url: null, status };
  if (isPage) return pageOf(path, decoded.text, name, common);
  if (/\.txt$/i.test(path)) return checked(path, { ...common, title: name, format: "text", content: decoded.text });
  const { isDraft, title, ...file } = readMarkdown(decoded.text);
  return checked(path, { ...file, title: title ?? name, format: "markdown", status: isDraft ? "draft" : status });
}

/** A page by itself: its address is its id. */
function readOnePage(bytes: Uint8Array, { content_type, url, status }: Imported): ImportItem {
  const name = url ?? "page";
  const decoded = textOf(bytes, charsetOf(content_type) ?? charsetIn(bytes));
  if ("fault" in decoded) return refused(name, decoded.fault);
  const common = { language: null, source_url: url, status };
  return { name, found: pageOf(url ?? crypto.randomUUID(), decoded.text, name, common) };
}

type Common = Pick<NewArticle, "language" | "source_url" | "status">;

function pageOf(id: string, html: string, name: string, common: Common): ImportItem["found"] {
  const { title, language, content } = readPage(html, common.source_url);
  return checked(id, { ...common, title: title ?? name, language, format: "markdown", content });
}

function checked(id: string, given: GivenArticle): ImportItem["found"] {
  const article = takenIn({ ...given, title: given.title.slice(0, LONGEST_TITLE).trim() });
  return article.content.trim() === "" ? { fault: "It has no words." } : { id, article };
}

/** One article a line. One without an id has that of its title, so that it is the same the next time. */
async function* readLines(bytes: Uint8Array, given: Imported): AsyncGenerator<ImportItem> {
  const decoded = textOf(bytes, charsetOf(given.content_type));
  if ("fault" in decoded) {
    yield refused("all lines", decoded.fault);
    return;
  }
  let number = 0;
  let taken = 0;
  for (const line of linesOf(decoded.text)) {
    number += 1;
    if (line.trim() === "") continue;
    taken += 1;
    if (taken > MOST_ITEMS) {
      yield refused(`line ${number}`, `Only the first ${MOST_ITEMS} articles were read.`);
      return;
    }
    yield { name: `line ${number}`, found: await articleOf(line, given) };
  }
}

function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const found = text.indexOf("\n", at);
    const end = found === -1 ? text.length : found;
    yield text.slice(at, end);
    at = end + 1;
  }
}

async function articleOf(line: string, { status }: Imported): Promise<ImportItem["found"]> {
  const bytes = new TextEncoder().encode(line);
  const json = parseJson(bytes);
  if (!json.ok) return { fault: json.error === "too_deep" ? "It is nested too deeply." : "It is not JSON." };
  const parsed = ArticleLine.safeParse(json.value);
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "line"}: ${message}`);
    return { fault: faults.slice(0, 5).join("; ") };
  }
  const { id, ...article } = parsed.data;
  if (bytes.length > LONGEST_ARTICLE && new TextEncoder().encode(article.content).length > LONGEST_ARTICLE)
    return { fault: `It is larger than ${LONGEST_ARTICLE} bytes.` };
  const made = id ?? uuidFrom(await hmac("article", article.title));
  return checked(made, { ...article, status: article.status ?? status });
}
