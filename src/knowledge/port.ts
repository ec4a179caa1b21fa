import type { AssistantAnswer } from "../assistant/answer.ts";
import type { Told } from "../conversation/told.ts";
import type { AssistantSettings } from "../tenant/assistant.ts";
import type { Article, ArticleVersion, NewArticle } from "./articles.ts";

/** What became of an article that was given: `failed` is a defect of ours. */
export type Outcome = "created" | "updated" | "unchanged" | "failed";

/** A passage that the AI agent would find. */
interface FoundPassage {
  article_id: string;
  title: string;
  source_url: string | null;
  /** Its place in the article. */
  passage: number;
  heading: string | null;
  text: string;
  score: number;
}

/** What the AI agent would find, the best first; `confidence` (0 to 1) is that of the best. */
export interface Findings {
  language: string | null;
  confidence: number;
  low_confidence: boolean;
  passages: FoundPassage[];
}

/** What asking the model took in a day (UTC). `cost` is in the tenant's currency, of what has a price. */
export interface UsageDay {
  /** Such as `2026-11-21`. */
  day: string;
  requests: number;
  input_tokens: number;
  output_tokens: number;
  cost: number;
}

/** The knowledge object as others see it. */
export interface KnowledgePort {
  /** Keeps an article in place of what was; what says something else is its next version. */
  put(id: string, article: NewArticle): Promise<Article>;
  /** Keeps an article under an id that was made for it; the same id again changes nothing. */
  create(id: string, article: NewArticle): Promise<Article>;
  /** Keeps each: its outcome in the same place. */
  putAll(articles: { id: string; article: NewArticle }[]): Promise<Outcome[]>;
  article(id: string): Promise<(Article & { content: string }) | null>;
  /** In the order of their ids. */
  articles(after: string, limit: number): Promise<Article[]>;
  /** @returns whether there was one */
  remove(id: string): Promise<boolean>;
  /** The last 20, the newest first; null where there is no such article. */
  versions(id: string): Promise<ArticleVersion[] | null>;
  version(id: string, version: number): Promise<(ArticleVersion & { content: string }) | null>;
  /** Has the article say again what it said then: as its next version. */
  restore(id: string, version: number): Promise<Article | null>;
  search(question: string, limit: number): Promise<Findings>;

  /** Words that mean the same to this tenant. */
  synonyms(): Promise<string[][]>;
  putSynonyms(groups: string[][]): Promise<void>;

  /**
   * What the AI agent says to what is told of (`ai.requested`). A turn of a conversation is answered once: asked again
   * at the same time or within a day, it is the same answer.
   */
  answer(told: Told): Promise<AssistantAnswer>;
  /**
   * What it would say to a question that stands alone; counted like any other.
   * @param settings those to try; without them those in force
   */
  ask(question: string, settings?: AssistantSettings | null): Promise<AssistantAnswer>;
  /** Of the last days that had any, the newest first. */
  usage(days: number): Promise<UsageDay[]>;
  /** ER1: what was answered in these conversations is gone. */
  forget(conversationIds: string[]): Promise<void>;
}

/** What a tenant's AI agent knows. */
export const knowledgeOf = (env: Cloudflare.Env, tenantId: string): KnowledgePort =>
  env.KNOWLEDGE.getByName(tenantId) as unknown as KnowledgePort;
