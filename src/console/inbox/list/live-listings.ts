import type { QueryClient } from "@tanstack/react-query";
import { throttled } from "../../api/throttled.ts";
import type { Conversation } from "../../api/types.ts";
import { parseAddress } from "./address.ts";
import { type Listing, patched } from "./listing.ts";

/** Lists lie in the cache by this and the query of their address. */
export const LISTINGS = "listings";

/** What is told in one go is put in at once. */
const TOGETHER_MS = 60;
/** The server is asked for what a row does not say at most so often. */
export const ASK_MS = 2_000;

/** Rows that were told while a page was on its way: the page may be older than they are. */
export const underway = new Set<Conversation[]>();

/** All lists that were read, kept as their rows change. */
export class LiveListings {
  readonly #client: QueryClient;
  readonly #me: string;
  readonly #told = new Map<string, Conversation>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly #unsure = new Set<string>();
  readonly #ask = throttled(() => this.#askUnsure(), ASK_MS);

  constructor(client: QueryClient, me: string) {
    this.#client = client;
    this.#me = me;
  }

  take(row: Conversation): void {
    for (const told of underway) told.push(row);
    this.#told.set(row.id, row);
    this.#timer ??= setTimeout(() => this.#put(), TOGETHER_MS);
  }

  drop(id: string): void {
    this.#told.delete(id);
    this.#change((listing) => {
      const at = listing.rows.findIndex((row) => row.id === id);
      return at < 0 ? listing : { ...listing, rows: listing.rows.toSpliced(at, 1) };
    });
  }

  askAll(): void {
    for (const { queryKey } of this.#client.getQueryCache().findAll({ queryKey: [LISTINGS] }))
      this.#unsure.add(`${queryKey[1]}`);
    this.#ask();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#ask.cancel();
    // Nobody keeps them from now on.
    void this.#client.invalidateQueries({ queryKey: [LISTINGS], refetchType: "none" });
  }

  #put(): void {
    this.#timer = null;
    const rows = [...this.#told.values()];
    this.#told.clear();
    this.#change((before, query) => {
      const address = parseAddress(query);
      let listing = before;
      for (const row of rows) {
        const after = patched(listing, row, address, this.#me);
        listing = after.listing;
        if (!after.isSure) this.#unsure.add(query);
      }
      return listing;
    });
    if (this.#unsure.size > 0) this.#ask();
  }

  #change(how: (listing: Listing, query: string) => Listing): void {
    for (const [key, listing] of this.#client.getQueriesData<Listing>({ queryKey: [LISTINGS] })) {
      if (!listing) continue;
      const after = how(listing, `${key[1]}`);
      if (after !== listing) this.#client.setQueryData(key, after);
    }
  }

  #askUnsure(): void {
    for (const query of this.#unsure) void this.#client.invalidateQueries({ queryKey: [LISTINGS, query] });
    this.#unsure.clear();
  }
}
