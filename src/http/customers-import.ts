import type { Hono } from "hono";
import type * as z from "zod";
import { readBytes } from "../lib/body.ts";
import type { ImportReport } from "../protocol/customer.ts";
import { type CustomerFile, type CustomerLine, MOST_LINES, readCsv, readJsonLines } from "../protocol/customer-file.ts";
import { CUSTOMER_OPERATIONS } from "../protocol/customer-operations.ts";
import { forgetConfiguration } from "../tenant/configuration.ts";
import type { CustomerRow, ImportOutcome } from "../tenant/customer-import.ts";
import { addressKey } from "../tenant/customers.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { invalid, problem } from "./problem.ts";
import { admitted } from "./route.ts";

const FILE_LIMIT = 10 * 1024 * 1024;

/** So many rows are kept in one commit, so that a large file holds up nobody for long. */
const ROWS_AT_ONCE = 500;

type Report = z.output<typeof ImportReport>;
type Line = Report["lines"][number];

const READERS: { [contentType: string]: typeof readCsv } = {
  "text/csv": readCsv,
  "text/tab-separated-values": readCsv,
  "application/x-ndjson": readJsonLines,
  "application/jsonl": readJsonLines,
};

/** Customers of a spreadsheet. The same file again changes nothing, so that it may be sent again at any time. */
export function importCustomers(app: Hono<AppEnv>): void {
  const { path, query, ...operation } = CUSTOMER_OPERATIONS.importCustomers;
  app.post(path, async (c) => {
    const principal = await admitted(c, operation);
    if (principal instanceof Response) return principal;
    const asked = query.safeParse(c.req.query());
    if (!asked.success) return invalid(c, "query", asked.error);
    const file = await fileOf(c);
    if (file instanceof Response) return file;
    const lines = [...file.lines];
    if (lines.length > MOST_LINES)
      return problem(c, "payload_too_large", { detail: `At most ${MOST_LINES} lines: send it in parts.` });
    const { dry_run = false, report = "refused" } = asked.data;
    const told = await keep(c, principal.tenant_id, lines, dry_run);
    const of = (wanted: Line["outcome"]) => told.filter(({ outcome }) => outcome === wanted);
    const { encoding, delimiter } = file;
    return c.json({
      ...{ dry_run, encoding, delimiter },
      created: of("created").length,
      updated: of("updated").length,
      unchanged: of("unchanged").length,
      refused: of("refused").length,
      lines: report === "all" ? told : of("refused"),
    } satisfies Report);
  });
}

async function fileOf(c: AppContext): Promise<CustomerFile | Response> {
  const type = (c.req.header("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const reader = READERS[type];
  if (!reader)
    return problem(c, "unsupported_media_type", { detail: `Send one of ${Object.keys(READERS).join(", ")}.` });
  const bytes = await readBytes(c.req.raw, FILE_LIMIT);
  if (bytes === null) return problem(c, "payload_too_large", { detail: `At most ${FILE_LIMIT} bytes.` });
  const file = reader(bytes);
  return file.ok ? file.value : problem(c, "invalid_request", { errors: [file.error] });
}

/** What becomes of each line, in their order. */
async function keep(
  c: AppContext,
  tenantId: string,
  lines: readonly CustomerLine[],
  isTrial: boolean,
): Promise<Line[]> {
  const read = withoutShared(lines);
  const rows = read.flatMap((line): CustomerRow[] => ("news" in line ? [{ id: line.id, news: line.news }] : []));
  const outcomes: ImportOutcome[] = [];
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    outcomes.push(...(await tenantAt(c.env, tenantId).importCustomers(rows.slice(from, from + ROWS_AT_ONCE), isTrial)));
  forgetConfiguration(tenantId);
  const next = outcomes[Symbol.iterator]();
  return read.map((line): Line => {
    const { line: number, id } = line;
    if ("refused" in line) return { line: number, id, outcome: "refused", detail: line.refused };
    const { outcome, detail } = next.next().value ?? { outcome: "refused", detail: null };
    return { line: number, id, outcome, detail };
  });
}

/** An address that a file gives to two customers is the first one's: known before any of them is kept. */
function withoutShared(lines: readonly CustomerLine[]): CustomerLine[] {
  const holders = new Map<string, CustomerLine>();
  return lines.map((line) => {
    if ("refused" in line) return line;
    for (const address of line.news.addresses) {
      const key = addressKey(address);
      const holder = holders.get(key);
      const refused = `${address.type}: ${address.target} is given to customer ${holder?.id} on line ${holder?.line}`;
      if (holder) return { line: line.line, id: line.id, refused };
    }
    for (const address of line.news.addresses) holders.set(addressKey(address), line);
    return line;
  });
}
