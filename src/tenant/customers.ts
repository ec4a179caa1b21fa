import { canonicalPhone } from "../domain/address.ts";
import type { Database } from "../lib/database.ts";
import { err, ok, type Result } from "../lib/result.ts";
import { searchable } from "../lib/searchable.ts";
import type { Customer, CustomerAddress, CustomerRejection, NewCustomer } from "./port.ts";

/** The business's own records of people, by its own ids, and which of them an address belongs to. */
export class Customers {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Keeps a customer as it is given, in place of what was; an address is one customer's at a time. Within a transaction. */
  put(id: string, given: NewCustomer, at: string): Result<Customer, CustomerRejection> {
    const keys = [...new Set(given.addresses.map(addressKey))];
    const taken = this.#holders(keys).find(({ customer_id }) => customer_id !== id);
    if (taken) return err({ code: "address_taken", address: taken.address, customer_id: taken.customer_id });
    const created_at = this.find(id)?.created_at ?? at;
    const customer = { id, ...given, created_at, updated_at: at };
    const row = "INSERT OR REPLACE INTO customers (id, body, search) VALUES (?, ?, ?)";
    this.#database.run(row, id, JSON.stringify(customer), searchOf(customer));
    this.#database.run("DELETE FROM customer_addresses WHERE customer_id = ?", id);
    const insert = "INSERT INTO customer_addresses (address, customer_id) VALUES (?, ?)";
    for (const key of keys) this.#database.run(insert, key, id);
    return ok(customer);
  }

  find(id: string): Customer | null {
    const [row] = this.#database.rows<{ body: string }>("SELECT body FROM customers WHERE id = ?", id);
    return row ? (JSON.parse(row.body) as Customer) : null;
  }

  /** @returns whether there was one. Within a transaction. */
  remove(id: string): boolean {
    this.#database.run("DELETE FROM customer_addresses WHERE customer_id = ?", id);
    return this.#database.run("DELETE FROM customers WHERE id = ?", id) > 0;
  }

  /** CU5: customers in the order of their ids, after one; of a text only those whose id, name or address has it. */
  page(text: string, after: string, limit: number): Customer[] {
    const sought = searchable(text.trim());
    // What people put around the digits of a number is none of it; a digit or two are no number.
    const number = /^\W*\d[\d\W]*$/.test(sought) && /\d.*\d.*\d/.test(sought) ? canonicalPhone(sought) : sought;
    if (sought !== "") this.#fold();
    const has = "(instr(search, ?2) > 0 OR instr(search, ?3) > 0)";
    const rows = this.#database.rows<{ body: string }>(
      `SELECT body FROM customers WHERE id > ?1 AND (?2 = '' OR ${has}) ORDER BY id LIMIT ?4`,
      after,
      sought,
      number,
      limit,
    );
    return rows.map(({ body }) => JSON.parse(body) as Customer);
  }

  /** Those of before it was kept what they are found by. */
  #fold(): void {
    const rows = this.#database.rows<{ id: string; body: string }>(
      "SELECT id, body FROM customers WHERE search IS NULL",
    );
    for (const { id, body } of rows)
      this.#database.run("UPDATE customers SET search = ? WHERE id = ?", searchOf(JSON.parse(body) as Customer), id);
  }

  /** Whose these addresses are: the first that is anybody's. */
  of(addresses: readonly CustomerAddress[]): Customer | null {
    const keys = addresses.map(addressKey);
    const holders = this.#holders(keys);
    const first = keys.map((key) => holders.find(({ address }) => address === key)).find((holder) => holder);
    return first ? this.find(first.customer_id) : null;
  }

  #holders(keys: readonly string[]): { address: string; customer_id: string }[] {
    const select =
      "SELECT address, customer_id FROM customer_addresses WHERE address IN (SELECT value FROM json_each(?))";
    return this.#database.rows<{ address: string; customer_id: string }>(select, JSON.stringify(keys));
  }
}

/** What a customer is found by: their id, name and addresses, a number with and without what is written but not dialled. */
const searchOf = ({ id, name, addresses }: Customer): string =>
  [
    id,
    name ?? "",
    ...addresses.flatMap((one) => [one.target, ...(one.type === "phone" ? [canonicalPhone(one.target)] : [])]),
  ]
    .map(searchable)
    .join("\n");

/** One key for every spelling of an address: a phone number is the same on WhatsApp and by telephone. */
export function addressKey({ type, target }: CustomerAddress): string {
  if (type === "email") return `email:${target.trim().toLowerCase()}`;
  return type === "user_id" ? `user_id:${target}` : `phone:${canonicalPhone(target)}`;
}
