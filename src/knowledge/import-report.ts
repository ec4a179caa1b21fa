import type { ImportItem } from "./import.ts";
import type { KnowledgePort } from "./port.ts";

/** So much is handed on in one call: it is indexed before the next is read. */
const BATCH_CHARACTERS = 1_000_000;
const BATCH_ARTICLES = 100;

/** What became of each file or line of an import. */
export interface Report {
  created: number;
  updated: number;
  unchanged: number;
  refused: number;
  items: {
    name: string;
    article_id: string | null;
    outcome: "created" | "updated" | "unchanged" | "refused";
    detail: string | null;
  }[];
}

/** Hands on what is read, some at a time, and tells what became of each. */
export async function takeAll(
  knowledge: Pick<KnowledgePort, "putAll">,
  items: AsyncIterable<ImportItem>,
): Promise<Report> {
  const report: Report = { created: 0, updated: 0, unchanged: 0, refused: 0, items: [] };
  let batch: ImportItem[] = [];
  let characters = 0;
  for await (const item of items) {
    batch.push(item);
    characters += "id" in item.found ? item.found.article.content.length : 0;
    if (characters < BATCH_CHARACTERS && batch.length < BATCH_ARTICLES) continue;
    await takeBatch(knowledge, batch, report);
    batch = [];
    characters = 0;
  }
  await takeBatch(knowledge, batch, report);
  return report;
}

async function takeBatch(knowledge: Pick<KnowledgePort, "putAll">, batch: ImportItem[], report: Report): Promise<void> {
  const wishes = batch.flatMap(({ found }) => ("id" in found ? [found] : []));
  const outcomes = wishes.length > 0 ? await knowledge.putAll(wishes) : [];
  for (const { name, found } of batch) {
    const result = "id" in found ? (outcomes.shift() ?? "failed") : "failed";
    const outcome = result === "failed" ? "refused" : result;
    const fault = "id" in found ? "Something went wrong on our side." : found.fault;
    report[outcome] += 1;
    const [article_id, detail] = outcome === "refused" ? [null, fault] : ["id" in found ? found.id : null, null];
    report.items.push({ name, article_id, outcome, detail });
  }
}
