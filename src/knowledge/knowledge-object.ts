import { DurableObject } from "cloudflare:workers";
import { type AssistantAnswer, answerQuestion, answerTurn, type Means } from "../assistant/answer.ts";
import { questionAlone } from "../assistant/question.ts";
import { settingsOf } from "../assistant/settings.ts";
import type { Told } from "../conversation/told.ts";
import { Database } from "../lib/database.ts";
import { errorText, log } from "../lib/log.ts";
import type { AssistantSettings } from "../tenant/assistant.ts";
import { configurationOf, forgetConfiguration, policyOf } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import { Answers, dayOf } from "./answers.ts";
import type { Article, ArticleVersion, NewArticle } from "./articles.ts";
import { Library } from "./library.ts";
import { MIGRATIONS } from "./migrations.ts";
import type { Search } from "./passage-index.ts";
import type { Findings, Outcome, UsageDay } from "./port.ts";
import { wayOut } from "./way-out.ts";

/** Should telling the tenant fail, it is told again so much later. */
const AGAIN_MS = 30_000;
/** So many passages the AI agent looks at. */
const PASSAGES = 8;

/** What a tenant's AI agent knows: the shell around its articles, and the turns that it is answering. */
export class KnowledgeObject extends DurableObject<Cloudflare.Env> {
  readonly #database = new Database(this.ctx.storage, MIGRATIONS);
  readonly #library = new Library(this.#database);
  readonly #answers = new Answers(this.#database);
  readonly #running = new Map<string, Promise<AssistantAnswer>>();
  #telling: Promise<void> | null = null;

  async put(id: string, article: NewArticle): Promise<Article> {
    const { kept } = this.#library.put(id, article, Date.now());
    await this.#tell();
    return kept;
  }

  async create(id: string, article: NewArticle): Promise<Article> {
    return this.#library.find(id) ?? this.put(id, article);
  }

  async putAll(articles: { id: string; article: NewArticle }[]): Promise<Outcome[]> {
    const outcomes = articles.map(({ id, article }) => this.#tryPut(id, article));
    await this.#tell();
    return outcomes;
  }

  article(id: string): (Article & { content: string }) | null {
    return this.#library.whole(id);
  }

  articles(after: string, limit: number): Article[] {
    return this.#library.page(after, limit);
  }

  async remove(id: string): Promise<boolean> {
    const wasThere = this.#library.remove(id);
    if (wasThere) await this.#tell();
    return wasThere;
  }

  versions(id: string): ArticleVersion[] | null {
    return this.#library.versions(id);
  }

  version(id: string, version: number): (ArticleVersion & { content: string }) | null {
    return this.#library.version(id, version);
  }

  async restore(id: string, version: number): Promise<Article | null> {
    const article = this.#library.asItWas(id, version);
    return article && this.put(id, article);
  }

  search(question: string, limit: number): Findings {
    return this.#library.findings(question, limit);
  }

  synonyms(): string[][] {
    return this.#library.synonyms();
  }

  putSynonyms(groups: string[][]): void {
    this.#library.putSynonyms(groups);
  }

  async answer(told: Told): Promise<AssistantAnswer> {
    const { id } = told.conversation;
    const turn = told.event.type === "ai.requested" ? told.event.turn : told.event.seq;
    const kept = this.#answers.find(id, turn);
    if (kept !== null) return JSON.parse(kept) as AssistantAnswer;
    const key = `${id}:${turn}`;
    const running = this.#running.get(key) ?? this.#answerNow(told, key, turn);
    this.#running.set(key, running);
    return running;
  }

  async ask(question: string, settings?: AssistantSettings | null): Promise<AssistantAnswer> {
    const means = await this.#means();
    return answerQuestion(questionAlone(question), { ...means, settings: settings ?? means.settings });
  }

  usage(days: number): UsageDay[] {
    return this.#answers.usage(days, Date.now());
  }

  forget(conversationIds: string[]): void {
    for (const key of this.#running.keys()) {
      if (conversationIds.some((id) => key.startsWith(`${id}:`))) this.#running.delete(key);
    }
    this.#answers.forget(conversationIds);
  }

  /** Never throws: an alarm that fails too often is dropped for good. */
  override async alarm(): Promise<void> {
    try {
      this.#answers.expire(Date.now());
      const next = this.#answers.expiresAt();
      if (next !== null) await this.ctx.storage.setAlarm(next);
      await this.#tell();
    } catch (error) {
      log("error", "knowledge.alarm_failed", { error: errorText(error) });
      await this.ctx.storage.setAlarm(Date.now() + AGAIN_MS);
    }
  }

  async #answerNow(told: Told, key: string, turn: number): Promise<AssistantAnswer> {
    // After the caller has noted that this turn is being answered.
    await Promise.resolve();
    try {
      const answer = await answerTurn(told, await this.#means());
      // Not where its conversation was erased meanwhile.
      if (this.#running.has(key)) this.#keep(told.conversation.id, turn, answer);
      return answer;
    } finally {
      this.#running.delete(key);
    }
  }

  #keep(conversationId: string, turn: number, answer: AssistantAnswer): void {
    const now = Date.now();
    this.#answers.expire(now);
    this.#answers.keep(conversationId, turn, JSON.stringify(answer), now);
    void this.#wakeBy(this.#answers.expiresAt() ?? now);
  }

  async #means(): Promise<Means> {
    const configuration = await configurationOf(this.env, this.#tenantId);
    const { ai_deadline, handoff_keywords } = policyOf(configuration);
    return {
      search: (question): Search => this.#library.search(question, PASSAGES),
      title: (articleId) => this.#library.find(articleId),
      settings: settingsOf(configuration?.assistant ?? null, ai_deadline),
      usage: {
        today: () => this.#today(),
        note: (tokens, cost) => this.#answers.note(tokens, cost, Date.now()),
      },
      fetch: wayOut(this.env),
      now: () => Date.now(),
      shop: configuration?.tenant.name ?? null,
      handoff_keywords,
    };
  }

  #today(): { requests: number; tokens: number; cost: number } {
    const now = Date.now();
    const today = this.#answers.usage(1, now).find(({ day }) => day === dayOf(now));
    const { requests = 0, input_tokens = 0, output_tokens = 0, cost = 0 } = today ?? {};
    return { requests, tokens: input_tokens + output_tokens, cost };
  }

  #tryPut(id: string, article: NewArticle): Outcome {
    try {
      return this.#library.put(id, article, Date.now()).outcome;
    } catch (error) {
      log("error", "knowledge.article_failed", { error: errorText(error) });
      return "failed";
    }
  }

  /** The tenant learns whether there is anything to answer from, each time that this has changed. */
  async #tell(): Promise<void> {
    this.#telling ??= this.#tellNow().finally(() => {
      this.#telling = null;
    });
    await this.#telling;
  }

  async #tellNow(): Promise<void> {
    try {
      // Anew as long as articles come and go meanwhile.
      while (this.#database.exists && this.#library.told() !== this.#library.isAnyPublished()) {
        const isThereAny = this.#library.isAnyPublished();
        await tenantAt(this.env, this.#tenantId).noteKnowledge(isThereAny);
        forgetConfiguration(this.#tenantId);
        this.#library.noteTold(isThereAny);
      }
    } catch (error) {
      log("error", "knowledge.tenant_not_told", { error: errorText(error) });
      await this.#wakeBy(Date.now() + AGAIN_MS);
    }
  }

  async #wakeBy(time: number): Promise<void> {
    const alarm = await this.ctx.storage.getAlarm();
    if (alarm === null || alarm > time) await this.ctx.storage.setAlarm(time);
  }

  get #tenantId(): string {
    return this.ctx.id.name ?? "";
  }
}
