import { readPage } from "./html-markdown.ts";

/** How an article is written. HTML is turned to Markdown when it is taken in. */
type ArticleFormat = "markdown" | "text";

/** Something the embedded AI agent answers from. */
export interface Article {
  /** The business's own, or a UUID. */
  id: string;
  title: string;
  format: ArticleFormat;
  /** ISO 639 code; null where it is to be recognised by its words. */
  language: string | null;
  /** Where customers can read it. */
  source_url: string | null;
  /** Only what is published is answered from. */
  status: "published" | "draft";
  /** 1, 2, 3…: each time it says something else. */
  version: number;
  /** Of its content, in bytes of UTF-8. */
  size: number;
  /** How many passages can be found in it; none of a draft. */
  passages: number;
  created_at: string;
  updated_at: string;
}

/** What an article says, as a version keeps it. */
export type Wording = Pick<Article, "title" | "format" | "language" | "source_url"> & { content: string };

/** An article as it is to be kept. */
export type NewArticle = Wording & Pick<Article, "status">;

/** An article as it is given. */
export type GivenArticle = Omit<NewArticle, "format"> & { format: ArticleFormat | "html" };

/** What an article said at a time, without its content. */
export type ArticleVersion = Omit<Wording, "content"> & Pick<Article, "version" | "size"> & { at: string };

/** Of an article's content, as it is given, in bytes of UTF-8. */
export const LONGEST_ARTICLE = 5 * 1024 * 1024;

/** In bytes of UTF-8. */
export const sizeOf = (content: string): number => new TextEncoder().encode(content).byteLength;

/** An article as it is kept: pages become Markdown, and what no character stands for is gone. */
export function takenIn({ format, content, ...given }: GivenArticle): NewArticle {
  if (format !== "html") return { ...given, format, content: content.toWellFormed() };
  const page = readPage(content, given.source_url);
  return { ...given, format: "markdown", content: page.content.toWellFormed() };
}
