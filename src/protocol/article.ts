import * as z from "zod";
import { Time } from "./fields.ts";

export const LONGEST_TITLE = 500;

/** Paths below `/api/v1/articles` that mean something else. */
const TAKEN = [".", "..", "search", "synonyms", "import"];

/** The business's own id of an article; imported files have their path. */
export const ArticleId = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}+$/u, "must have no control characters")
  .refine((id) => !TAKEN.includes(id), `must be none of ${TAKEN.join(", ")}`)
  .meta({ description: "The business's own id, or a UUID; an imported file's is its path (a `/` is written `%2F`)" });

const Title = z.string().trim().min(1).max(LONGEST_TITLE);
const Content = z
  .string()
  .refine((content) => content.trim() !== "", "must not be empty")
  .meta({ description: "At most 5 MB of UTF-8" });
const Language = z
  .string()
  .regex(/^[a-z]{2,3}$/, "must be a language's code, such as id")
  .nullable()
  .meta({ description: "ISO 639; null to have it recognised" });
const SourceUrl = z
  .url({ protocol: /^https?$/ })
  .max(2_000)
  .nullable()
  .meta({ description: "Where customers can read it: it is named with the answer" });
export const ArticleStatus = z.enum(["published", "draft"]).meta({ description: "Drafts are not answered from" });
const GivenFormat = z
  .enum(["markdown", "text", "html"])
  .meta({ description: "HTML is turned to Markdown when it is taken in" });

const given = {
  title: Title,
  format: GivenFormat.default("markdown"),
  content: Content,
  language: Language.default(null),
  source_url: SourceUrl.default(null),
};

export const NewArticle = z.strictObject({ ...given, status: ArticleStatus.default("published") });

/** An article as a line of an import. */
export const ArticleLine = z.strictObject({ id: ArticleId.optional(), ...given, status: ArticleStatus.optional() });

const wording = {
  title: z.string(),
  format: z.enum(["markdown", "text"]),
  language: z.string().nullable(),
  source_url: z.string().nullable(),
};
const Size = z.number().int().meta({ description: "Of its content, in bytes of UTF-8" });

export const Article = z
  .object({
    id: z.string(),
    ...wording,
    status: ArticleStatus,
    version: z.number().int().meta({ description: "1, 2, 3…: each time it says something else" }),
    size: Size,
    passages: z.number().int().meta({ description: "How many can be found in it; none of a draft" }),
    created_at: Time,
    updated_at: Time,
  })
  .meta({ id: "Article" });

export const ArticleWhole = Article.extend({ content: z.string() }).meta({ id: "ArticleWhole" });

export const ArticleVersion = z
  .object({ version: z.number().int(), ...wording, size: Size, at: Time })
  .meta({ id: "ArticleVersion" });

export const ArticleVersionWhole = ArticleVersion.extend({ content: z.string() }).meta({ id: "ArticleVersionWhole" });

const share = z.number().min(0).max(1);

/** What the AI agent would find. */
export const ArticleSearch = z
  .object({
    language: z.string().nullable().meta({ description: "In which the question was read" }),
    confidence: share.meta({ description: "How likely the first passage answers it" }),
    low_confidence: z.boolean().meta({ description: "Too unlikely to be said without saying so" }),
    passages: z.array(
      z.object({
        article_id: z.string(),
        title: z.string(),
        source_url: z.string().nullable(),
        passage: z.number().int().meta({ description: "Its place in the article" }),
        heading: z.string().nullable(),
        text: z.string(),
        score: z.number(),
      }),
    ),
  })
  .meta({ id: "ArticleSearch" });

/** Words that mean the same here. */
export const Synonyms = z.strictObject({
  groups: z
    .array(z.array(z.string().trim().min(1).max(100)).min(2).max(20))
    .max(500)
    .meta({
      description: "Groups of words or phrases that are found by each other",
      example: [["refund", "money back"]],
    }),
});

/** What became of each file or line of an import. */
export const ImportReport = z
  .object({
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    refused: z.number().int(),
    items: z.array(
      z.object({
        name: z.string().meta({ description: "The file's path, or the line" }),
        article_id: z.string().nullable(),
        outcome: z.enum(["created", "updated", "unchanged", "refused"]),
        detail: z.string().nullable().meta({ description: "Why it was refused" }),
      }),
    ),
  })
  .meta({ id: "ImportReport" });
