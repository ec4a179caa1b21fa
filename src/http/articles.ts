import type { Hono } from "hono";
import { type GivenArticle, LONGEST_ARTICLE, sizeOf, takenIn } from "../knowledge/articles.ts";
import { importKind, readImport } from "../knowledge/import.ts";
import { takeAll } from "../knowledge/import-report.ts";
import { knowledgeOf } from "../knowledge/port.ts";
import { hmac, uuidFrom } from "../lib/crypto.ts";
import { ARTICLE_OPERATIONS } from "../protocol/article-operations.ts";
import { type Configuration, forgetConfiguration } from "../tenant/configuration.ts";
import type { Idempotency } from "../tenant/port.ts";
import { answerOnce } from "./answer-once.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { pageOf } from "./cursor.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";

const DEFAULT_PAGE = 100;
const DEFAULT_PASSAGES = 5;

/** What the embedded AI agent answers from. */
export function articles(app: Hono<AppEnv>): void {
  many(app);
  one(app);
  versions(app);
}

function many(app: Hono<AppEnv>): void {
  route(app, ARTICLE_OPERATIONS.importArticles, async (c, { query, body }, { tenant_id }) => {
    const { url = null, status = "published" } = query;
    const content_type = c.req.header("content-type") ?? "";
    const kind = importKind(body, content_type);
    if (kind === null) {
      const detail =
        "Send the bytes of a ZIP archive, one JSON object a line, or an HTML page as the body (--data-binary).";
      return problem(c, "import_format_unknown", { detail });
    }
    const report = await takeAll(knowledgeOf(c.env, tenant_id), readImport(body, kind, { content_type, url, status }));
    forgetConfiguration(tenant_id);
    return c.json(report);
  });

  route(app, ARTICLE_OPERATIONS.searchArticles, async (c, { query }, { tenant_id }) => {
    const { q, limit = DEFAULT_PASSAGES } = query;
    return c.json(await knowledgeOf(c.env, tenant_id).search(q, limit));
  });

  route(app, ARTICLE_OPERATIONS.getSynonyms, async (c, _, { tenant_id }) =>
    c.json({ groups: await knowledgeOf(c.env, tenant_id).synonyms() }),
  );

  route(app, ARTICLE_OPERATIONS.putSynonyms, async (c, { body }, { tenant_id }) => {
    await knowledgeOf(c.env, tenant_id).putSynonyms(body.groups);
    return c.json(body);
  });
}

function one(app: Hono<AppEnv>): void {
  route(app, ARTICLE_OPERATIONS.listArticles, async (c, { query }, { tenant_id }) => {
    const { cursor = "", limit = DEFAULT_PAGE } = query;
    const { page, next } = pageOf(await knowledgeOf(c.env, tenant_id).articles(cursor, limit + 1), limit);
    return c.json({ articles: page, next_cursor: next });
  });

  route(app, ARTICLE_OPERATIONS.createArticle, async (c, { body, idempotency }, { tenant_id, configuration }) => {
    const refused = refusalOf(c, body);
    if (refused) return refused;
    return answerOnce(c, tenant_id, idempotency, 201, async () => {
      const id = await newId(configuration, idempotency);
      const article = await knowledgeOf(c.env, tenant_id).create(id, takenIn(body));
      forgetConfiguration(tenant_id);
      return article;
    });
  });

  route(app, ARTICLE_OPERATIONS.getArticle, async (c, { params }, { tenant_id }) =>
    found(c, await knowledgeOf(c.env, tenant_id).article(params.id)),
  );

  route(app, ARTICLE_OPERATIONS.putArticle, async (c, { params, body }, { tenant_id }) => {
    const refused = refusalOf(c, body);
    if (refused) return refused;
    const article = await knowledgeOf(c.env, tenant_id).put(params.id, takenIn(body));
    forgetConfiguration(tenant_id);
    return c.json(article);
  });

  route(app, ARTICLE_OPERATIONS.deleteArticle, async (c, { params }, { tenant_id }) => {
    const wasThere = await knowledgeOf(c.env, tenant_id).remove(params.id);
    forgetConfiguration(tenant_id);
    return wasThere ? c.body(null, 204) : problem(c, "not_found");
  });
}

function versions(app: Hono<AppEnv>): void {
  route(app, ARTICLE_OPERATIONS.listArticleVersions, async (c, { params }, { tenant_id }) => {
    const kept = await knowledgeOf(c.env, tenant_id).versions(params.id);
    return found(c, kept && { versions: kept });
  });

  route(app, ARTICLE_OPERATIONS.getArticleVersion, async (c, { params }, { tenant_id }) =>
    found(c, await knowledgeOf(c.env, tenant_id).version(params.id, params.version)),
  );

  route(app, ARTICLE_OPERATIONS.restoreArticle, async (c, { params, idempotency }, { tenant_id }) =>
    answerOnce(c, tenant_id, idempotency, 200, async () => {
      const restored = await knowledgeOf(c.env, tenant_id).restore(params.id, params.version);
      return restored ?? problem(c, "not_found");
    }),
  );
}

const found = (c: AppContext, body: object | null): Response => (body ? c.json(body) : problem(c, "not_found"));

/** Why an article is not taken that is written as it should be. */
function refusalOf(c: AppContext, given: GivenArticle): Response | null {
  if (sizeOf(given.content) > LONGEST_ARTICLE)
    return problem(c, "payload_too_large", {
      detail: `An article has at most ${LONGEST_ARTICLE} bytes: cut it in two.`,
    });
  if (takenIn(given).content.trim() !== "") return null;
  return problem(c, "invalid_request", { errors: [{ field: "content", detail: "has no words" }] });
}

/** At random, or the one that belongs to the client's key: the same request again is the same article. */
const newId = async ({ tenant }: Configuration, idempotency: Idempotency): Promise<string> =>
  idempotency === null ? crypto.randomUUID() : uuidFrom(await hmac(tenant.thread_salt, `article:${idempotency.key}`));
