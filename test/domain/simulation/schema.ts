import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Migration } from "../../../src/lib/database.ts";

/** A database whose schema is made and in which nothing is: within a transaction that is always taken back. */
export interface Prepared {
  database: DatabaseSync;
  statements: Map<string, { statement: StatementSync; order: number[] | null }>;
}

/** What objects of one class have in common. */
export interface Schema {
  readonly migrations: readonly Migration[];
  readonly tables: string[];
  /** Those that nobody has now. */
  readonly spare: Prepared[];
}

const schemas = new Map<readonly Migration[], Schema>();

export function schemaOf(migrations: readonly Migration[]): Schema {
  const known = schemas.get(migrations);
  if (known) return known;
  const first = made(migrations);
  // What an index of words holds stands in tables of its own.
  const select = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'";
  const tables = (first.database.prepare(select).all() as { name: string }[]).map(({ name }) => name);
  const schema = { migrations, tables, spare: [first] };
  schemas.set(migrations, schema);
  return schema;
}

/** A database nobody has. To make one takes a hundred times as long as to take back what was written into it. */
export const takeOne = ({ spare, migrations }: Schema): Prepared => spare.pop() ?? made(migrations);

export function giveBack({ spare }: Schema, prepared: Prepared): void {
  prepared.database.exec("ROLLBACK; BEGIN");
  spare.push(prepared);
}

/** Node takes numbered parameters by name only: here by their place. */
export function preparedBy({ database, statements }: Prepared, query: string) {
  const known = statements.get(query);
  if (known) return known;
  const order = [...query.matchAll(/\?(\d+)/g)].map(([, number]) => Number(number) - 1);
  const statement = database.prepare(query.replace(/\?\d+/g, "?"));
  const prepared = { statement, order: order.length === 0 ? null : order };
  statements.set(query, prepared);
  return prepared;
}

function made(migrations: readonly Migration[]): Prepared {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE migrations (id INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)");
  for (const { id, sql } of migrations) database.exec(`${sql}; INSERT INTO migrations VALUES (${id}, '')`);
  database.exec("BEGIN");
  return { database, statements: new Map() };
}
