import type * as z from "zod";
import type { ImportReport } from "../../../protocol/article.ts";
import { urlOf } from "../../api/client.ts";
import { ApiProblem, problemOf } from "../../api/problem.ts";

export type Report = z.output<typeof ImportReport>;

const TYPES: Record<string, string> = {
  zip: "application/zip",
  html: "text/html",
  htm: "text/html",
  ndjson: "application/x-ndjson",
  jsonl: "application/x-ndjson",
};

const endingOf = (name: string): string => /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

/** The title of a Markdown text: its first heading, else its file's name. */
function titleOf(name: string, text: string): string {
  const heading = /^#{1,2}[ \t]+(.+?)[ \t]*#*[ \t]*$/m.exec(text)?.[1];
  return heading ?? name.replace(/\.[^.]+$/, "").replace(/[-_]+/g, " ");
}

/** A Markdown or text file as a line of an import: its name is its id. */
const lineOf = (name: string, text: string): string =>
  JSON.stringify({
    id: name.slice(0, 255),
    title: titleOf(name, text).slice(0, 500),
    format: endingOf(name) === "txt" ? "text" : "markdown",
    content: text,
  });

/** Takes one file in. @throws ApiProblem where all of it is refused */
export async function importFile(file: File): Promise<Report> {
  const type = TYPES[endingOf(file.name)];
  const isText = type === undefined && /^(md|markdown|txt)$/.test(endingOf(file.name));
  const body = isText ? lineOf(file.name, await file.text()) : file;
  const contentType = isText ? "application/x-ndjson" : (type ?? (file.type || "application/octet-stream"));
  const response = await fetch(urlOf("importArticles"), {
    method: "POST",
    headers: { "Content-Type": contentType, Accept: "application/json" },
    body,
  }).catch(() => {
    throw new ApiProblem("offline", 0);
  });
  if (!response.ok) throw await problemOf(response);
  const report: Report = await response.json();
  // `line 1` says little where there are several files.
  const nameOf = (name: string) => (isText ? file.name : contentType === TYPES.zip ? name : `${file.name}: ${name}`);
  return { ...report, items: report.items.map((item) => ({ ...item, name: nameOf(item.name) })) };
}
