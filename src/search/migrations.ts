import type { Migration } from "../lib/database.ts";
import { SEARCH_TABLES } from "./tables.ts";

/** The schema of a tenant's search. Append only. All of it is derived from the threads, and can be made anew. */
export const MIGRATIONS: readonly Migration[] = [{ id: 1, sql: `${SEARCH_TABLES.join(";\n")};` }];
