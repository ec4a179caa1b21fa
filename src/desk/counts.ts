import type { ConversationStatus } from "../domain/conversation.ts";
import type { Database } from "../lib/database.ts";
import { type Count, type CountQuery, type Counts, VIEWS, type View } from "./list-query.ts";
import { labelMark, planOf } from "./views.ts";

type Sums = { listed: number; unread: number; waiting: number };

/** How much is in each list: SQL. Sums of what is counted for each shelf, so that no row is looked at. */
export class ListCounts {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** For an agent's views, and of their outlets. */
  counts({ viewer, outlet_ids }: CountQuery): Counts {
    const by = (trait: string) => this.#by(trait, outlet_ids);
    const statuses = new Map(by("status").map(({ id, total }) => [id, total]));
    const ofStatus = (status: ConversationStatus) => statuses.get(status) ?? 0;
    return {
      views: Object.fromEntries(VIEWS.map((view) => [view, this.#ofView(view, viewer, outlet_ids)])) as Counts["views"],
      statuses: {
        active: ofStatus("active"),
        handed_off: ofStatus("handed_off"),
        resolved: ofStatus("resolved"),
        expired: ofStatus("expired"),
      },
      outlets: by("outlet_id"),
      inboxes: by("inbox_id"),
      teams: by("team_id"),
      agents: by("agent_id"),
      labels: this.#labels(outlet_ids),
    };
  }

  /** All rows there are, those that are in no list left out. */
  get rows(): number {
    return this.#database.rows<{ rows: number }>("SELECT coalesce(sum(listed), 0) AS rows FROM shelves")[0]?.rows ?? 0;
  }

  #ofView(view: View, viewer: string | null, outlet_ids: string[] | null): number {
    if (viewer === null && (view === "mine" || view === "mentioned")) return 0;
    const plan = planOf({ view, viewer, outlet_ids, limit: null });
    const counted: keyof Sums = plan.only_unread ? "unread" : plan.only_waiting ? "waiting" : "listed";
    const [mark] = plan.marks;
    const query =
      mark === undefined
        ? `SELECT coalesce(sum(${counted}), 0) AS count FROM shelves WHERE ${plan.shelves}`
        : `SELECT coalesce(sum(marked_shelves.listed), 0) AS count
           FROM marked_shelves CROSS JOIN shelves ON shelves.id = shelf WHERE mark = ? AND ${plan.shelves}`;
    const bindings = mark === undefined ? plan.bindings : [mark, ...plan.bindings];
    return this.#database.rows<{ count: number }>(query, ...bindings)[0]?.count ?? 0;
  }

  #by(trait: string, outlet_ids: string[] | null): Count[] {
    const { shelves, bindings } = planOf({ outlet_ids, limit: null });
    return this.#database.rows<{ id: string; open: number; total: number }>(
      `SELECT ${trait} AS id, sum(iif(status IN ('active', 'handed_off'), listed, 0)) AS open, sum(listed) AS total
       FROM shelves WHERE ${shelves} AND ${trait} <> '' GROUP BY 1 HAVING sum(listed) > 0 ORDER BY 1`,
      ...bindings,
    );
  }

  #labels(outlet_ids: string[] | null): Counts["labels"] {
    const { shelves, bindings } = planOf({ outlet_ids, limit: null });
    const prefix = labelMark("");
    return this.#database.rows<{ label: string; open: number; total: number }>(
      `SELECT substr(mark, ${prefix.length + 1}) AS label,
         sum(iif(status IN ('active', 'handed_off'), marked_shelves.listed, 0)) AS open,
         sum(marked_shelves.listed) AS total
       FROM marked_shelves CROSS JOIN shelves ON shelves.id = shelf
       WHERE mark >= '${prefix}' AND mark < 'label;' AND ${shelves}
       GROUP BY mark HAVING sum(marked_shelves.listed) > 0 ORDER BY mark`,
      ...bindings,
    );
  }
}
