import * as z from "zod";
import {
  Article,
  ArticleId,
  ArticleLine,
  ArticleSearch,
  ArticleStatus,
  ArticleVersion,
  ArticleVersionWhole,
  ArticleWhole,
  ImportReport,
  NewArticle,
  Synonyms,
} from "./article.ts";
import { queryInteger } from "./fields.ts";
import { operation, operationOnBytes } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

/** 5 MB of any script, also where JSON spells each character out (`\u0627`). */
const ARTICLE_BODY_LIMIT = 16 * 1024 * 1024;
const IMPORT_LIMIT = 25 * 1024 * 1024;

const tag = "Articles";
const path = "/api/v1/articles";
const ofOne = { tag, params: z.object({ id: ArticleId }), problems: ["not_found"] as ProblemCode[] };
const ofVersion = {
  ...ofOne,
  params: z.object({ id: ArticleId, version: queryInteger(1, 1_000_000_000) }),
};

/** Calls about what the embedded AI agent answers from. */
export const ARTICLE_OPERATIONS = {
  importArticles: operationOnBytes({
    id: "importArticles",
    managing: true,
    isKeyless: true,
    method: "post",
    path: `${path}/import`,
    tag,
    summary:
      "Take in a ZIP archive of Markdown, text and HTML files, one article a line, or an HTML page; at most 25 MB",
    query: z.object({
      url: z
        .url({ protocol: /^https?$/ })
        .max(255)
        .optional()
        .meta({ description: "Where a page comes from: its id and source" }),
      status: ArticleStatus.optional().meta({ description: "Of articles that do not say; `published` unless said" }),
    }),
    bytes: { "application/zip": z.file(), "application/x-ndjson": ArticleLine, "text/html": z.string() },
    limit: IMPORT_LIMIT,
    answers: { 200: ImportReport },
    problems: ["payload_too_large", "import_format_unknown"],
  }),
  searchArticles: operation({
    id: "searchArticles",
    method: "get",
    path: `${path}/search`,
    tag,
    summary: "What the AI agent would find for a question",
    query: z.object({
      q: z.string().trim().min(1).max(4_096).meta({ description: "As a customer would write it" }),
      limit: queryInteger(1, 50).optional().meta({ description: "At most so many passages; 5 unless said" }),
    }),
    answers: { 200: ArticleSearch },
  }),
  getSynonyms: operation({
    id: "getSynonyms",
    method: "get",
    path: `${path}/synonyms`,
    tag,
    summary: "Words that mean the same to the tenant",
    answers: { 200: Synonyms },
  }),
  putSynonyms: operation({
    id: "putSynonyms",
    managing: true,
    method: "put",
    path: `${path}/synonyms`,
    tag,
    summary: "Set the words that mean the same, in place of those before",
    body: Synonyms,
    answers: { 200: Synonyms },
  }),
  listArticles: operation({
    id: "listArticles",
    method: "get",
    path,
    tag,
    summary: "Articles in the order of their ids, without their content",
    query: z.object({
      cursor: z.string().max(1_000).optional().meta({ description: "`next_cursor` of the page before" }),
      limit: queryInteger(1, 500).optional().meta({ description: "At most so many; 100 unless said" }),
    }),
    answers: { 200: z.object({ articles: z.array(Article), next_cursor: z.string().nullable() }) },
  }),
  createArticle: operation({
    id: "createArticle",
    managing: true,
    method: "post",
    path,
    tag,
    summary: "Add an article",
    body: NewArticle,
    limit: ARTICLE_BODY_LIMIT,
    answers: { 201: Article },
  }),
  getArticle: operation({
    ...ofOne,
    id: "getArticle",
    method: "get",
    path: `${path}/{id}`,
    summary: "One article, whole",
    answers: { 200: ArticleWhole },
  }),
  putArticle: operation({
    ...ofOne,
    id: "putArticle",
    managing: true,
    method: "put",
    path: `${path}/{id}`,
    summary: "Keep an article, in place of what was; what says something else is its next version",
    body: NewArticle,
    limit: ARTICLE_BODY_LIMIT,
    answers: { 200: Article },
    problems: [],
  }),
  deleteArticle: operation({
    ...ofOne,
    id: "deleteArticle",
    managing: true,
    method: "delete",
    path: `${path}/{id}`,
    summary: "Delete an article with all its versions",
    answers: { 204: null },
  }),
  listArticleVersions: operation({
    ...ofOne,
    id: "listArticleVersions",
    method: "get",
    path: `${path}/{id}/versions`,
    summary: "The last 20 versions of an article, the newest first",
    answers: { 200: z.object({ versions: z.array(ArticleVersion) }) },
  }),
  getArticleVersion: operation({
    ...ofVersion,
    id: "getArticleVersion",
    method: "get",
    path: `${path}/{id}/versions/{version}`,
    summary: "What an article said, whole",
    answers: { 200: ArticleVersionWhole },
  }),
  restoreArticle: operation({
    ...ofVersion,
    id: "restoreArticle",
    managing: true,
    method: "post",
    path: `${path}/{id}/versions/{version}/restore`,
    summary: "Have an article say again what it said, as its next version",
    answers: { 200: Article },
  }),
};
