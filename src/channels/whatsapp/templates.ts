import { err, ok, type Result } from "../../lib/result.ts";
import { parse } from "./errors.ts";
import { type Fields, fields, list, parseError, text } from "./fields.ts";
import { callGraph, type GraphAccess } from "./graph.ts";

/** A message template as the Graph API describes it (Meta, "Message templates"). */
export interface Template {
  id: string;
  name: string;
  language: string;
  /** Only one that is `APPROVED` can be sent. */
  status: string;
  category: string;
  /** `{type: "BODY", text: "Hi {{1}}", …}` and its like. */
  components: Fields[];
  parameter_format?: "POSITIONAL" | "NAMED";
  quality_score?: Fields;
}

const FIELDS = "id,name,language,status,category,components,parameter_format,quality_score";
const PAGE = 200;
const ANSWER_TIMEOUT_MS = 15_000;
/** More than any account may have. */
const MOST_PAGES = 100;

/** All templates of a business account, or why they cannot be had. */
export async function fetchTemplates(
  { waba_id, ...access }: GraphAccess & { waba_id: string },
  fetcher: typeof fetch = fetch,
): Promise<Result<Template[], string>> {
  const templates: Template[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const fetched = await fetchPage(access, waba_id, after, fetcher);
    if (!fetched.ok) return fetched;
    templates.push(...fetched.value.templates);
    if (fetched.value.after === null || fetched.value.after === after) break;
    after = fetched.value.after;
  }
  return ok(templates);
}

async function fetchPage(
  access: GraphAccess,
  wabaId: string,
  after: string | null,
  fetcher: typeof fetch,
): Promise<Result<{ templates: Template[]; after: string | null }, string>> {
  const query = new URLSearchParams({ fields: FIELDS, limit: String(PAGE), ...(after !== null && { after }) });
  const path = `${encodeURIComponent(wabaId)}/message_templates?${query}`;
  const answer = await callGraph(access, path, { timeout_ms: ANSWER_TIMEOUT_MS }, fetcher);
  if (answer === null) return err("No answer from WhatsApp");
  const { data, paging, error } = parse(answer.text);
  if (answer.status >= 300 || !Array.isArray(data))
    return err(error ? parseError(error).title : `WhatsApp answered ${answer.status}`);
  const { next, cursors } = fields(paging);
  // The cursor, not the address: the token goes nowhere but to the API that we know.
  return ok({ templates: data.flatMap(templateOf), after: next ? text(fields(cursors).after) : null });
}

/** What has no name or no language cannot be sent. */
function templateOf(value: unknown): Template[] {
  const template = fields(value);
  const [name, language] = [text(template.name), text(template.language)];
  if (name === null || language === null) return [];
  const { parameter_format, quality_score } = template;
  const known: Template = {
    id: text(template.id) ?? "",
    name,
    language,
    status: text(template.status) ?? "UNKNOWN",
    category: text(template.category) ?? "",
    components: list(template.components).map(fields),
  };
  if (parameter_format === "NAMED" || parameter_format === "POSITIONAL") known.parameter_format = parameter_format;
  if (quality_score !== undefined) known.quality_score = fields(quality_score);
  return [known];
}
