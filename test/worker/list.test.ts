import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test, vi } from "vitest";
import { type ListQuery, SORTS, type Sort, VIEWS, type View } from "../../src/desk/list-query.ts";
import { DeskRepository } from "../../src/desk/repository.ts";
import type { ConversationView } from "../../src/domain/conversation.ts";
import { searchable } from "../../src/lib/searchable.ts";
import { call, newPhone, newTenant, OUTLET, type Shop } from "../support/api.ts";
import { AGENTS, INBOXES, idOf, LABELS, OUTLETS, random, someView, TEAMS, timeOf } from "../support/list.ts";

/** A desk's tables by themselves. */
const inDesk = <T>(work: (repository: DeskRepository, storage: DurableObjectStorage) => T | Promise<T>): Promise<T> =>
  runInDurableObject(env.DESK.getByName(crypto.randomUUID()), (_, { storage }) =>
    work(new DeskRepository(storage), storage),
  );

const gathered = (...views: ConversationView[]) => views.map((view) => ({ view, customerSeq: null }));

/** What a list is, told without any index. */
class Model {
  readonly views = new Map<string, ConversationView>();
  readonly customerSeqs = new Map<string, number>();
  readonly reads = new Map<string, number>();
  readonly mentions = new Set<string>();

  take(view: ConversationView): void {
    const before = this.views.get(view.id);
    if (before && before.last_seq >= view.last_seq) return;
    if (before?.last_customer_message_at !== view.last_customer_message_at)
      this.customerSeqs.set(view.id, view.last_seq);
    this.views.set(view.id, view);
  }

  waits({ waiting_since, state, control }: ConversationView): boolean {
    return waiting_since !== null && state === "open" && control !== "ai" && control !== "flow";
  }

  isUnread(view: ConversationView): boolean {
    const seen = (view.agent_last_seen_at ?? "") >= (view.last_customer_message_at ?? "");
    const readers = view.handoff_agent_id === null ? AGENTS : [view.handoff_agent_id];
    const read = Math.max(...readers.map((agent) => this.reads.get(`${agent} ${view.id}`) ?? 0));
    return this.waits(view) && !seen && read < (this.customerSeqs.get(view.id) ?? 0);
  }

  list(query: ListQuery): string[] {
    const { sort = query.view === "waiting" ? "waiting" : "last_message" } = query;
    const newest = (query.order ?? (sort === "waiting" ? "asc" : "desc")) === "desc";
    return [...this.views.values()]
      .filter((view) => this.#fits(view, query))
      .map((view) => ({ id: view.id, key: this.#key(view, sort) }))
      .sort((one, other) => (newest ? -1 : 1) * (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
      .map(({ id, key }) => `${key} ${id}`);
  }

  #key(view: ConversationView, sort: Sort): string {
    if (sort === "created") return view.started_at;
    return sort === "waiting" ? (this.waits(view) ? (view.waiting_since ?? "") : "never") : view.last_message_at;
  }

  #fits(view: ConversationView, query: ListQuery): boolean {
    const { view: name = "all", viewer } = query;
    const isOpen = view.state === "open";
    const ofView: Record<View, boolean> = {
      all: true,
      mine: view.handoff_agent_id === viewer,
      unassigned: view.handoff_agent_id === null && !(isOpen && ["ai", "flow"].includes(view.control)),
      snoozed: view.snoozed_until !== null,
      mentioned: this.mentions.has(`${viewer} ${view.id}`),
      unread: this.isUnread(view) && (viewer === null || [viewer, null].includes(view.handoff_agent_id)),
      waiting: this.waits(view),
    };
    const wanted = [
      view.deleted_at === null,
      ofView[name],
      name === "all" || query.status !== undefined || isOpen,
      name === "all" || name === "snoozed" || view.snoozed_until === null,
      query.status === undefined || view.status === query.status,
      query.outlet_id === undefined || view.outlet_id === query.outlet_id,
      !query.outlet_ids || query.outlet_ids.includes(view.outlet_id),
      query.inbox_id === undefined || view.inbox_id === query.inbox_id,
      query.team_id === undefined || view.handoff_team_id === query.team_id,
      query.agent_id === undefined || view.handoff_agent_id === query.agent_id,
      query.priority === undefined || view.priority === query.priority,
      query.label === undefined || view.labels.includes(query.label),
      query.customer_id === undefined || view.customer_id === query.customer_id,
      query.text === undefined ||
        searchable(`${view.customer_name ?? ""} ${view.customer_phone ?? ""}`).includes(searchable(query.text)),
    ];
    return !wanted.includes(false);
  }
}

/** What a desk and a model have gone through alike. */
function live(repository: DeskRepository, model: Model, next: () => number, threads: number, steps: number): void {
  const seqs = new Map<number, number>();
  for (let step = 0; step < steps; step++) {
    const thread = Math.floor(next() * threads);
    const agent = AGENTS[Math.floor(next() * AGENTS.length)] as string;
    const id = idOf(thread);
    const kind = next();
    if (kind < 0.8) {
      // Some come late: what is older than what is held changes nothing.
      const seq = Math.max(1, (seqs.get(thread) ?? 0) + (next() < 0.1 ? -1 : 1 + Math.floor(next() * 3)));
      seqs.set(thread, Math.max(seqs.get(thread) ?? 0, seq));
      const view = someView(thread, seq, next);
      model.take(view);
      repository.save(gathered(view), false);
    } else if (kind < 0.9 && model.views.has(id)) {
      const seq = Math.max(0, (seqs.get(thread) ?? 0) - Math.floor(next() * 3));
      const key = `${agent} ${id}`;
      model.reads.set(key, Math.max(model.reads.get(key) ?? 0, seq));
      repository.transaction(() => repository.noteRead(agent, id, seq));
    } else if (kind < 0.97 && model.views.has(id)) {
      model.mentions.add(`${agent} ${id}`);
      repository.transaction(() => repository.noteMention(agent, id));
    } else if (model.views.has(id)) {
      model.views.delete(id);
      model.customerSeqs.delete(id);
      for (const name of AGENTS) {
        model.reads.delete(`${name} ${id}`);
        model.mentions.delete(`${name} ${id}`);
      }
      repository.transaction(() => repository.remove(id, id));
    }
  }
}

/** Any list that the product has. */
function someQuery(next: () => number): ListQuery {
  const maybe = <T>(share: number, from: readonly T[]): T | undefined =>
    next() < share ? from[Math.floor(next() * from.length)] : undefined;
  return {
    view: maybe(0.7, VIEWS),
    viewer: AGENTS[Math.floor(next() * AGENTS.length)] as string,
    status: maybe(0.2, ["active", "resolved", "handed_off", "expired"] as const),
    outlet_id: maybe(0.2, OUTLETS),
    outlet_ids: maybe(0.3, [OUTLETS.slice(0, 1), OUTLETS.slice(1), []]),
    inbox_id: maybe(0.15, INBOXES),
    team_id: maybe(0.15, TEAMS),
    agent_id: maybe(0.15, AGENTS),
    priority: maybe(0.1, ["low", "urgent"] as const),
    label: maybe(0.25, LABELS),
    customer_id: maybe(0.1, ["C1", "C2"]),
    text: maybe(0.25, ["ann", "AQUA", "pinata", "王", "王伟", "þ", "555", "+1 555-00", "n", "o'n", "zzz", "ma", "李"]),
    sort: maybe(0.5, SORTS),
    order: maybe(0.4, ["asc", "desc"] as const),
    limit: 1 + Math.floor(next() * 20),
  };
}

/** All pages of a list, each row with what it is listed by. */
function pages(repository: DeskRepository, query: ListQuery, between: () => void = () => {}): string[] {
  const rows: string[] = [];
  for (let after = query.after; ; ) {
    const page = repository.pages.page({ ...query, after });
    rows.push(...page.map(({ at, id }) => `${at.startsWith("9999") ? "never" : at} ${id}`));
    const last = page.at(-1);
    if (!last || page.length < (query.limit ?? 0)) return rows;
    after = { at: last.at, id: last.id };
    between();
  }
}

describe("the list", () => {
  test.for([1, 2, 3])("has in each list and page what it would have without any index (%i)", (seed) =>
    inDesk((repository) => {
      const next = random(seed);
      const model = new Model();
      for (let round = 0; round < 4; round++) {
        live(repository, model, next, 120, 150);
        for (let count = 0; count < 120; count++) {
          const query = someQuery(next);
          const listed = pages(repository, query);
          const told = model.list(query);
          // Rows of the same time may come in any order, but once each.
          expect([...listed].sort(), JSON.stringify(query)).toEqual([...told].sort());
          const times = (rows: string[]) => rows.map((row) => row.split(" ")[0]);
          expect(times(listed), JSON.stringify(query)).toEqual(times(told));
        }
      }
    }),
  );

  test.for([4, 5])("counts what a recount would count (%i)", (seed) =>
    inDesk((repository) => {
      const next = random(seed);
      const model = new Model();
      const everything = (viewer: string | null, outlet_ids: string[] | null) =>
        repository.counts.counts({ viewer, outlet_ids });
      for (let round = 0; round < 6; round++) {
        live(repository, model, next, 80, 120);
        for (const viewer of [...AGENTS, null]) {
          for (const outlet_ids of [null, OUTLETS.slice(0, 2), []]) {
            const counts = everything(viewer, outlet_ids);
            const told = VIEWS.map((view) => {
              const isNobodys = viewer === null && (view === "mine" || view === "mentioned");
              return [view, isNobodys ? 0 : model.list({ view, viewer, outlet_ids, limit: null }).length];
            });
            expect(counts.views).toEqual(Object.fromEntries(told));
            const labels = LABELS.map((label) => {
              const of = model.list({ label, outlet_ids, limit: null }).length;
              const open = (["active", "handed_off"] as const).flatMap((status) =>
                model.list({ label, status, outlet_ids, limit: null }),
              );
              return { label, open: open.length, total: of };
            });
            const there = labels.filter(({ total }) => total > 0);
            expect(counts.labels).toEqual(there.sort((one, other) => (one.label < other.label ? -1 : 1)));
            for (const { id, total } of counts.inboxes)
              expect(total).toBe(model.list({ inbox_id: id, outlet_ids, limit: null }).length);
          }
        }
        const before = [null, ...AGENTS].map((viewer) => everything(viewer, null));
        repository.transaction(() => repository.list.recount());
        expect([null, ...AGENTS].map((viewer) => everything(viewer, null))).toEqual(before);
      }
    }),
  );

  test.for([6, 7, 8])("skips no row, however rows move between its pages (%i)", (seed) =>
    inDesk((repository) => {
      const next = random(seed);
      const model = new Model();
      live(repository, model, next, 150, 300);
      for (let count = 0; count < 12; count++) {
        const query: ListQuery = { sort: SORTS[count % 3], order: count % 2 === 0 ? "desc" : "asc", limit: 7 };
        const before = model.list(query);
        const moved = new Set<string>();
        const rows = pages(repository, query, () => {
          const id = [...model.views.keys()][Math.floor(next() * model.views.size)] as string;
          const view = model.views.get(id) as ConversationView;
          moved.add(id);
          const to = count % 2 === 0 ? timeOf(1_000) : timeOf(0);
          const newer = { ...view, last_message_at: to, last_seq: view.last_seq + 1 };
          if (next() < 0.2) {
            model.views.delete(id);
            repository.transaction(() => repository.remove(id, id));
          } else {
            model.take(newer);
            repository.save(gathered(newer), false);
          }
        });
        const stayed = before.filter((row) => !moved.has(row.split(" ")[1] ?? ""));
        expect(rows.filter((row) => stayed.includes(row)).sort()).toEqual([...stayed].sort());
      }
    }),
  );

  test("is answered by indexes: no list looks at all rows, or sorts them", () =>
    inDesk((repository, { sql }) => {
      live(repository, new Model(), random(9), 50, 200);
      const next = random(10);
      const plans = new Set<string>();
      for (let count = 0; count < 400; count++) {
        const query = someQuery(next);
        const [heads, run, look] = repository.pages.statements(query);
        const explain = (statement: string) => {
          const bound = (statement.match(/\?/g) ?? []).map(() => 1);
          const rows = sql.exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement}`, ...bound).toArray();
          return rows.map(({ detail }) => detail);
        };
        for (const detail of [...explain(heads ?? ""), ...explain(run ?? "")]) {
          plans.add(detail);
          // The shelves are few: as many as there are ways in which conversations differ.
          if (!/^SCAN (shelves|marked_shelves|json_each)/.test(detail)) expect(detail).not.toMatch(/^SCAN/);
          expect(detail).not.toMatch(/TEMP B-TREE/);
        }
        for (const detail of explain(look ?? "SELECT 1 LIMIT 0"))
          if (!/^SCAN (json_each|names VIRTUAL TABLE INDEX|CONSTANT ROW)/.test(detail))
            expect(detail).not.toMatch(/^SCAN/);
      }
      expect([...plans].filter((plan) => plan.includes("conversations_by_message"))).not.toEqual([]);
    }));

  test("writes few rows for a message", () =>
    inDesk((repository, { sql }) => {
      const next = random(11);
      const first: ConversationView = {
        ...someView(1, 1, next),
        state: "open",
        status: "active",
        control: "ai",
        handoff_agent_id: null,
        labels: [],
        waiting_since: timeOf(1),
        deleted_at: null,
      };
      const written = (view: ConversationView) => {
        let rows = 0;
        const exec = vi.spyOn(sql, "exec");
        repository.save(gathered(view), false);
        for (const { value } of exec.mock.results) rows += (value as SqlStorageCursor<never>).rowsWritten;
        exec.mockRestore();
        return rows;
      };
      written({ ...first, id: idOf(2) });
      const opened = written(first);
      const withBot = written({ ...first, last_seq: 2, last_message_at: timeOf(50) });
      const human = { ...first, control: "queue", status: "handed_off", agent_last_seen_at: null } as const;
      written({ ...human, last_seq: 3, last_customer_message_at: timeOf(51), last_message_at: timeOf(51) });
      const again = { ...human, last_seq: 4, last_customer_message_at: timeOf(52), last_message_at: timeOf(52) };
      const waiting = written(again);
      const answered = written({ ...again, last_seq: 5, waiting_since: null, last_message_at: timeOf(53) });
      const labelled = written({ ...again, last_seq: 6, waiting_since: null, labels: ["vip"] });
      const marked = written({
        ...again,
        last_seq: 7,
        waiting_since: null,
        labels: ["vip"],
        last_message_at: timeOf(54),
      });
      // The row, its place by time, and the desk's count; who waits for a person has a place among the unread, too. What
      // changes shelves, or bears labels, costs more: it is rarer. A new row is put into the index of names as well.
      expect({ opened, withBot, waiting, answered, labelled, marked }).toEqual({
        opened: 8,
        withBot: 3,
        waiting: 4,
        answered: 5,
        labelled: 8,
        marked: 5,
      });
    }));

  test("has each change under a number of its own, also after something was forgotten", () =>
    inDesk((repository, storage) => {
      const next = random(12);
      const [one, two, three] = [1, 2, 3].map((thread) => ({ ...someView(thread, 1, next), deleted_at: null }));
      if (!one || !two || !three) throw new Error("three views");
      repository.save(gathered(one, two, three), false);
      repository.save(gathered({ ...one, last_seq: 2, title: "newer" }), false);
      expect(repository.list.changedSince(0, 10)).toEqual({ ids: [two.id, three.id, one.id], through: 4, head: 4 });
      expect(repository.list.changedSince(0, 2)).toEqual({ ids: [two.id, three.id], through: 3, head: 4 });
      expect(repository.list.rowsSince(3, 10).map(({ body }) => JSON.parse(body).title)).toEqual(["newer"]);
      repository.transaction(() => repository.remove(one.id, one.id));
      expect(repository.list.changedSince(3, 10)).toEqual({ ids: [], through: 4, head: 4 });
      const woken = new DeskRepository(storage);
      woken.save(gathered({ ...two, last_seq: 2 }), false);
      expect(woken.list.changedSince(4, 10)).toEqual({ ids: [two.id], through: 5, head: 5 });
    }));

  test("has a name for a page, which another write ends; a page that is known by its name is not brought again", async () => {
    const shop = await newTenant();
    const { id } = await shop.open();
    await listed(shop, "/conversations", [id]);
    const desk = env.DESK.getByName(shop.id);
    const query: ListQuery = { status: "active", limit: 50 };
    // The desk may still be writing what it heard.
    const name = await vi.waitFor(async () => {
      const page = await desk.list(query);
      expect(page.name).not.toBeNull();
      expect(await desk.listUnless(query, page.name)).toBeNull();
      return page.name;
    });
    expect((await desk.listUnless({ ...query, limit: 49 }, name))?.name).not.toBe(name);
    await shop.open();
    await vi.waitFor(async () => expect(await desk.listUnless(query, name)).not.toBeNull());
    const longest: ListQuery = { status: "active", limit: null };
    expect((await desk.listUnless(longest, null))?.name).toBeNull();
  });

  test("of names keeps nothing of what was forgotten", () =>
    inDesk(async (repository, storage) => {
      const { sql } = storage;
      const view = { ...someView(1, 1, random(13)), deleted_at: null, customer_name: "Zyxw", customer_phone: null };
      repository.save(
        gathered(view, { ...someView(2, 1, random(14)), customer_name: "Ann", customer_phone: null }),
        false,
      );
      const find = (text: string) => repository.pages.page({ text, limit: 5 }).length;
      const terms = () =>
        sql
          .exec<{ block: ArrayBuffer }>("SELECT block FROM names_data")
          .toArray()
          .map(({ block }) => new TextDecoder("latin1").decode(block))
          .join();
      expect([find("yxw"), terms().includes("97877")]).toEqual([1, true]);
      repository.transaction(() => repository.remove(view.id, view.id));
      // Only what is committed is in its table.
      await storage.sync();
      expect([find("yxw"), terms().includes("97877")]).toEqual([0, false]);
    }));
});

/** The list once it has heard of a conversation as it now stands. */
const listed = async (shop: Shop, path: string, ids: string[]) =>
  vi.waitFor(async () => {
    const { json } = await shop.api("GET", path);
    expect(json.conversations.map(({ id }: { id: string }) => id)).toEqual(ids);
    return json;
  });

describe("over HTTP", () => {
  test("an agent's views and how much is in them", async () => {
    const shop = await newTenant();
    await shop.api("PATCH", "/tenant", { services: { ai: "remote" } });
    const [one, two, three] = [await shop.open(), await shop.open(), await shop.open()];
    const ann = (await shop.api("POST", "/agents", { name: "Ann", email: "ann@shop.test", role: "admin" })).json.id;
    const { token } = (await shop.api("POST", `/agents/${ann}/tokens`, {})).json;
    const asAnn = (path: string) => call("GET", `/api/v1${path}`, { bearer: token });
    await shop.say(one.id, "customer", "Hello?");
    await shop.api("PUT", `/conversations/${one.id}/assign`, { agent_id: ann });
    await shop.api("POST", `/conversations/${two.id}/handoff`, { reason: "Asked" });
    await shop.api("PUT", `/conversations/${two.id}/labels`, { labels: ["vip"] });
    await listed(shop, `/conversations?view=mine&agent_id=${ann}`, [one.id]);
    await listed(shop, "/conversations?view=unassigned", [two.id]);
    await listed(shop, "/conversations?label=vip", [two.id]);
    expect((await asAnn("/conversations?view=mine")).json.conversations).toHaveLength(1);
    expect((await asAnn("/conversations/counts")).json).toMatchObject({
      views: { mine: 1, unassigned: 1, all: 3, snoozed: 0, mentioned: 0 },
      statuses: { handed_off: 2, active: 1, resolved: 0, expired: 0 },
      outlets: [{ id: OUTLET, open: 3, total: 3 }],
      agents: [{ id: ann, open: 1, total: 1 }],
      labels: [{ label: "vip", open: 1, total: 1 }],
    });
    await shop.api("PUT", `/conversations/${three.id}/status`, { status: "resolved" });
    await listed(shop, "/conversations?status=resolved&sort=created&order=asc", [three.id]);
    const page = await listed(shop, "/conversations?sort=waiting&order=desc&limit=2", [three.id, two.id].sort()).catch(
      () => shop.api("GET", "/conversations?sort=waiting&order=desc&limit=2").then(({ json }) => json),
    );
    const rest = (await shop.api("GET", `/conversations?sort=waiting&order=desc&cursor=${page.next_cursor}`)).json;
    const all = [...page.conversations, ...rest.conversations].map(({ id }: { id: string }) => id);
    expect(all.sort()).toEqual([one.id, two.id, three.id].sort());
  });

  test("what is asked for again is as it is then, each tenant's own, and in the form that was asked for", async () => {
    const shops = [await newTenant(), await newTenant()];
    const opened = await Promise.all(shops.map((shop) => shop.open()));
    for (const limit of [50, 50, ...Array.from({ length: 40 }, (_, index) => index + 1), 50]) {
      for (const [index, shop] of shops.entries()) {
        await listed(shop, `/conversations?status=active&limit=${limit}`, [opened[index]?.id ?? ""]);
        const { json } = await shop.api("GET", `/conversations/active?limit=${limit}`);
        expect(json.map(({ id }: { id: string }) => id)).toEqual([opened[index]?.id]);
      }
    }
    const [shop, other] = shops as [Shop, Shop];
    await shop.api("PUT", `/conversations/${opened[0]?.id}/status`, { status: "resolved" });
    await listed(shop, "/conversations?status=active&limit=50", []);
    expect((await shop.api("GET", "/conversations/active?limit=50")).json).toEqual([]);
    await listed(other, "/conversations?status=active&limit=50", [opened[1]?.id ?? ""]);
  });

  test("a view that is somebody's needs an agent", async () => {
    const shop = await newTenant();
    for (const view of ["mine", "mentioned"])
      expect((await shop.api("GET", `/conversations?view=${view}`)).json).toMatchObject({
        code: "invalid_request",
        errors: [{ field: "query.agent_id" }],
      });
    expect((await shop.api("GET", "/conversations?view=unread")).status).toBe(200);
  });

  test("a rebuild mends what is wrong, brings back what is lost, and drops what is no thread's", async () => {
    const shop = await newTenant();
    const phones = [newPhone(), newPhone(), newPhone()];
    const [wrong, lost, fine] = [await shop.open(phones[0]), await shop.open(phones[1]), await shop.open(phones[2])];
    await shop.api("PUT", `/conversations/${lost.id}/labels`, { labels: ["vip"] });
    await listed(shop, "/conversations?label=vip", [lost.id]);
    const desk = env.DESK.getByName(shop.id);
    const { json: truth } = await shop.api("GET", "/conversations?sort=created");
    // Whoever follows all threads has heard of the one whose row will be lost.
    const following = env.FOLLOWING.getByName(shop.id);
    await following.nudge();
    await runDurableObjectAlarm(following);
    const ghost = { ...fine, id: idOf(5), customer_name: "Nobody" };
    await desk.project([ghost as unknown as ConversationView]);
    await runInDurableObject(desk, (_, { storage: { sql } }) => {
      sql.exec(
        "UPDATE conversations SET last_seq = 999, shelf = shelf + 7, search = 'x', body = '{}' WHERE id = ?",
        wrong.id,
      );
      sql.exec("DELETE FROM conversations WHERE id = ?", lost.id);
      sql.exec("UPDATE shelves SET listed = 70");
    });
    expect((await shop.api("POST", "/desk/rebuild")).status).toBe(202);
    await vi.waitFor(async () => expect((await shop.api("GET", "/desk")).json.rebuilding).toBeNull(), 10_000);
    expect((await shop.api("GET", "/conversations?sort=created")).json).toEqual(truth);
    expect((await shop.api("GET", "/desk")).json).toMatchObject({ rows: 3, lag: 0 });
    expect((await shop.api("GET", "/conversations/counts")).json).toMatchObject({
      views: { all: 3 },
      labels: [{ label: "vip", total: 1 }],
    });
    await listed(shop, `/conversations?q=${phones[0]?.slice(3)}`, [wrong.id]);
    await listed(shop, "/conversations?label=vip", [lost.id]);
  });
});
