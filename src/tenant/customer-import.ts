import { ATTRIBUTES_LIMIT } from "../domain/customers.ts";
import type { CustomerLine, CustomerNews } from "../protocol/customer-file.ts";
import type { Customers } from "./customers.ts";
import type { Customer, NewCustomer } from "./port.ts";

/** What a file tells of one customer. */
export type CustomerRow = Pick<Extract<CustomerLine, { news: CustomerNews }>, "id" | "news">;

/** What became of a row. */
export interface ImportOutcome {
  outcome: "created" | "updated" | "unchanged" | "refused";
  /** Why it was refused. */
  detail: string | null;
}

/** The list of customers as a repository offers it to be changed, in one commit. */
interface Changeable {
  changeCustomers<T>(change: (customers: Customers, at: string) => T): T;
}

/** Takes back what a commit has done so far. */
const UNDONE = Symbol("undone");

/** Keeps what rows tell of customers; what would change nothing, or is only tried, leaves no trace. */
export function importCustomers(
  repository: Changeable,
  rows: readonly CustomerRow[],
  isTrial: boolean,
): ImportOutcome[] {
  let outcomes: ImportOutcome[] = [];
  try {
    repository.changeCustomers((customers, at) => {
      outcomes = rows.map((row) => keep(customers, row, at));
      if (isTrial || !outcomes.some(changes)) throw UNDONE;
    });
  } catch (error) {
    if (error !== UNDONE) throw error;
  }
  return outcomes;
}

const changes = ({ outcome }: ImportOutcome): boolean => outcome === "created" || outcome === "updated";

function keep(customers: Customers, { id, news }: CustomerRow, at: string): ImportOutcome {
  const before = customers.find(id);
  const next = merged(before, news);
  if (before !== null && isSame(before, next)) return { outcome: "unchanged", detail: null };
  if (JSON.stringify(next.attributes).length > ATTRIBUTES_LIMIT)
    return { outcome: "refused", detail: `attributes: must print to at most ${ATTRIBUTES_LIMIT} characters in all` };
  const put = customers.put(id, next, at);
  if (put.ok) return { outcome: before === null ? "created" : "updated", detail: null };
  const { address, customer_id } = put.error;
  return { outcome: "refused", detail: `${address.replace(":", " ")} is customer ${customer_id}'s` };
}

/** What is not told stays; addresses take the place of those of their type. */
function merged(before: Customer | null, { name, addresses, attributes }: CustomerNews): NewCustomer {
  const told = new Set(addresses.map(({ type }) => type));
  const others = before?.addresses.filter(({ type }) => !told.has(type)) ?? [];
  return {
    name: name ?? before?.name ?? null,
    addresses: [...others, ...addresses],
    attributes: { ...before?.attributes, ...attributes },
  };
}

function isSame(one: NewCustomer, other: NewCustomer): boolean {
  const printed = ({ name, addresses, attributes }: NewCustomer) =>
    JSON.stringify([name, addresses.map(({ type, target }) => `${type}:${target}`).sort(), attributes]);
  return printed(one) === printed(other);
}
