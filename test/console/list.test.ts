import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  conversationHref,
  FILTERS,
  type ListAddress,
  orderOf,
  parseAddress,
  printAddress,
  SORTS,
  STATUSES,
  sortOf,
  VIEWS,
  withView,
} from "../../src/console/inbox/list/address.ts";
import { shiftOf } from "../../src/console/inbox/list/anchoring.ts";
import { keyOfRow } from "../../src/console/inbox/list/belonging.ts";
import { extended, type Listing, listingOf, patched, renewed } from "../../src/console/inbox/list/listing.ts";
import { factsOf, NEVER } from "../../src/desk/list-facts.ts";
import { planOf } from "../../src/desk/views.ts";
import type { ConversationView } from "../../src/domain/conversation.ts";
import { AGENTS, INBOXES, LABELS, OUTLETS, random, someView, TEAMS } from "../support/list.ts";

const ME = "ann";
const PAGE = 7;

const addresses: fc.Arbitrary<ListAddress> = fc
  .record({
    view: fc.constantFrom(...VIEWS),
    status: fc.option(fc.constantFrom(...STATUSES)),
    inbox_id: fc.option(fc.constantFrom(...INBOXES)),
    outlet_id: fc.option(fc.constantFrom(...OUTLETS)),
    team_id: fc.option(fc.constantFrom(...TEAMS)),
    agent_id: fc.option(fc.constantFrom(...AGENTS)),
    label: fc.option(fc.constantFrom(...LABELS, "a & b=c", "ñ 💟")),
    sort: fc.option(fc.constantFrom(...SORTS)),
    order: fc.option(fc.constantFrom("asc" as const, "desc" as const)),
    q: fc.constantFrom("", "refund", '"order 1042" -paid', "100 % & more"),
  })
  .map((given) => {
    const filters = Object.fromEntries(
      FILTERS.flatMap((name) => (name in given && given[name as "label"] ? [[name, given[name as "label"]]] : [])),
    );
    // As an address is told: what is usual is not said.
    return parseAddress(printAddress({ ...given, filters }));
  });

/** The server's list by its own facts of a row, without its tables. */
class Server {
  readonly views = new Map<string, ConversationView>();

  rows(address: ListAddress): ConversationView[] {
    const { view, filters } = address;
    const plan = planOf({
      ...(filters as object),
      view,
      viewer: ME,
      sort: sortOf(address),
      order: orderOf(address),
      limit: null,
    });
    const sign = plan.newest_first ? -1 : 1;
    return [...this.views.values()]
      .filter((one) => isListed(one, address, plan.only_waiting))
      .sort((one, other) => sign * (serverKey(one, plan.sort) - serverKey(other, plan.sort)));
  }

  page(address: ListAddress, from: number) {
    const rows = this.rows(address);
    const conversations = rows.slice(from, from + PAGE);
    return { conversations, next_cursor: from + PAGE < rows.length ? `${from + PAGE}` : null };
  }
}

function isListed(one: ConversationView, { view, filters }: ListAddress, onlyWaiting: boolean): boolean {
  const { traits, waiting_at, labels } = factsOf(one);
  if (traits === null) return false;
  const { status, label, priority, ...ids } = filters;
  return ![
    view === "all" || traits.is_snoozed === (view === "snoozed" ? 1 : 0),
    status ? traits.status === status : view === "all" || ["active", "handed_off"].includes(traits.status),
    view !== "mine" || traits.agent_id === ME,
    view !== "unassigned" || (traits.agent_id === "" && !["ai", "flow"].includes(traits.control)),
    !onlyWaiting || waiting_at < NEVER,
    label === undefined || labels.includes(label),
    priority === undefined || traits.priority === priority,
    ...Object.entries(ids).map(([name, value]) => traits[name as keyof typeof ids] === value),
  ].includes(false);
}

function serverKey(one: ConversationView, sort: string): number {
  const { last_message_at, waiting_at, started_at } = factsOf(one);
  return sort === "waiting" ? waiting_at : sort === "created" ? started_at : last_message_at;
}

/** What a page's rows tell of their order: ties may stand either way. */
const told = (rows: readonly ConversationView[], address: ListAddress) =>
  rows.map((row) => `${keyOfRow(row, sortOf(address))} ${row.id} ${row.last_seq}`).sort();

/** Of what the server has, what a listing must hold: all that is not behind its end; what is exactly at its end may be. */
function expectAlike(listing: Listing, server: Server, address: ListAddress): void {
  const sign = orderOf(address) === "desc" ? -1 : 1;
  const { through } = listing;
  const isInside = (row: ConversationView) => through === null || sign * (keyOfRow(row, sortOf(address)) - through) < 0;
  const keys = listing.rows.map((row) => sign * keyOfRow(row, sortOf(address)));
  expect(keys).toEqual(keys.toSorted((one, other) => one - other));
  expect(new Set(listing.rows.map(({ id }) => id)).size).toBe(listing.rows.length);
  expect(told(listing.rows.filter(isInside), address)).toEqual(told(server.rows(address).filter(isInside), address));
}

describe("the list's address", () => {
  test("what is printed is parsed as it was", () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(parseAddress(printAddress(address))).toEqual(address);
      }),
    );
  });

  test("nothing in an address is an error, and what is not understood is left out", () => {
    fc.assert(fc.property(fc.string(), (search) => void parseAddress(search)));
    const given = "?view=nobody&status=lost&inbox_id=1&label=&priority=x&sort=y&order=z&at=5";
    expect(parseAddress(given)).toEqual(parseAddress(""));
  });

  test("a conversation's address keeps the list, and says where to look", () => {
    const address = parseAddress("?view=mine&label=vip&at=9");
    expect(conversationHref("a1", address)).toBe("/conversations/a1?view=mine&label=vip");
    expect(conversationHref("a1", address, 12)).toBe("/conversations/a1?view=mine&label=vip&at=12");
    expect(conversationHref("a1", parseAddress(""), 12)).toBe("/conversations/a1?at=12");
  });

  test("a view that is somebody's takes no agent", () => {
    const address = parseAddress("?agent_id=ben&label=vip");
    expect(printAddress(withView(address, "mine"))).toBe("?view=mine&label=vip");
    expect(printAddress(withView(address, "waiting"))).toBe("?view=waiting&agent_id=ben&label=vip");
  });
});

describe("a list that is told of changes", () => {
  const sure = addresses.filter(({ view }) => view !== "mentioned" && view !== "unread");

  test("what was loaded stays what the server would say", () => {
    fc.assert(
      fc.property(
        sure,
        fc.integer({ min: 1, max: 2 ** 30 }),
        fc.integer({ min: 5, max: 60 }),
        (address, seed, count) => {
          const next = random(seed);
          const server = new Server();
          let seq = 0;
          const change = () => {
            const view = someView(Math.floor(next() * count), ++seq, next);
            server.views.set(view.id, view);
            return view;
          };
          for (let made = 0; made < count; made++) change();
          let listing = listingOf(server.page(address, 0), address);
          for (let step = 0; step < 40; step++) {
            const kind = next();
            if (kind < 0.8) {
              const told = patched(listing, change(), address, ME);
              expect(told.isSure).toBe(true);
              listing = told.listing;
            } else if (kind < 0.9 && listing.through !== null) {
              // The server's page begins behind what was loaded, wherever that is now; rows at the very end come again.
              const { through } = listing;
              const sign = orderOf(address) === "desc" ? -1 : 1;
              const keys = server.rows(address).map((row) => sign * (keyOfRow(row, sortOf(address)) - through));
              listing = extended(listing, server.page(address, keys.filter((key) => key < 0).length), address);
            } else listing = renewed(listing, server.page(address, 0), address);
            expectAlike(listing, server, address);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("where the row alone does not say, the server is to be asked", () => {
    const next = random(7);
    const row = {
      ...someView(1, 5, next),
      status: "handed_off",
      state: "open",
      control: "queue",
      snoozed_until: null,
      deleted_at: null,
      handoff_agent_id: null,
      waiting_since: "2026-01-05T10:00:00.000Z",
      agent_last_seen_at: null,
    } as const;
    const empty = { rows: [], cursor: null, through: null };
    for (const view of ["mentioned", "unread"] as const)
      expect(patched(empty, row, parseAddress(`?view=${view}`), ME)).toEqual({ listing: empty, isSure: false });
    const held = { ...empty, rows: [row] };
    expect(patched(held, { ...row, last_seq: 6 }, parseAddress("?view=mentioned"), ME).listing.rows).toHaveLength(1);
    expect(
      patched(held, { ...row, last_seq: 6, waiting_since: null }, parseAddress("?view=unread"), ME).listing.rows,
    ).toEqual([]);
  });

  test("what is older than what is held changes nothing", () => {
    const next = random(3);
    const listing = { rows: [someView(1, 9, next)], cursor: null, through: null };
    expect(patched(listing, someView(1, 8, next), parseAddress(""), ME).listing).toBe(listing);
  });
});

describe("a list under who looks at it", () => {
  test("what is looked at stays where it is, and what came above it is told", () => {
    expect(shiftOf(["a", "b", "c", "d"], ["n", "a", "b", "c", "d"], 1, 2)).toEqual({ rows: 1, arrived: ["n"] });
    // One of those in sight moved to the top.
    expect(shiftOf(["a", "b", "c", "d", "e"], ["c", "a", "b", "d", "e"], 1, 4)).toEqual({ rows: 0, arrived: ["c"] });
    expect(shiftOf(["a", "b", "c", "d"], ["b", "c", "d"], 1, 3)).toEqual({ rows: -1, arrived: [] });
    expect(shiftOf([], ["a"], 0, 0)).toEqual({ rows: 0, arrived: [] });
    expect(shiftOf(["a"], ["z"], 0, 0)).toEqual({ rows: 0, arrived: [] });
  });
});
