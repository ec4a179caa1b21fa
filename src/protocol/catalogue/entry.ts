import type * as z from "zod";

/** One message between this store and the services around it. */
export interface CatalogueEntry {
  name: string;
  title: string;
  kind: "event" | "command" | "query" | "document";
  /** As this store sees it. */
  direction: "in" | "out" | "both";
  summary: string;
  /** Who sends it (in) or takes it (out), by the seeds' names of services; none where anybody may. */
  services: string[];
  version: "1.0.0";
  /** All that are taken for its name, the printed one first. */
  spellings: string[];
  /** Its payload: of what comes in, as it is taken; of what goes out, as it is printed. */
  schema: z.ZodType;
  example: Record<string, unknown>;
  /** Another product's event: only for who names it. */
  facade?: boolean;
}
