import type { Command } from "../domain/commands.ts";
import { type Contact, NOBODY_KNOWN, SYSTEM } from "../domain/conversation.ts";
import type { Policy } from "../domain/policy.ts";
import { errorText, log } from "../lib/log.ts";
import { configurationOf } from "../tenant/configuration.ts";
import { type Customer, type CustomerAddress, tenantAt } from "../tenant/port.ts";
import type { Executor } from "./executor.ts";

/** CU4: who writes is looked up in the tenant's own list of customers, unless a service plays that part. */
export class Identification {
  readonly #executor: Executor;
  readonly #env: Cloudflare.Env;
  readonly #tenantId: () => string;
  /** The list as it was when it was last asked: who was not in it then need not be asked for again. */
  #askedOf: string | null = null;
  #isLooked = false;

  constructor(executor: Executor, env: Cloudflare.Env, tenantId: () => string) {
    this.#executor = executor;
    this.#env = env;
    this.#tenantId = tenantId;
  }

  /** Whether a thread that was just begun was never looked up. */
  get isOpen(): boolean {
    return !this.#isLooked && this.#isUnknown;
  }

  get #isUnknown(): boolean {
    const { identity, contact, forwarded_to, erased } = this.#executor.thread;
    return identity !== null && forwarded_to === null && erased === null && contact.customer_id === null;
  }

  /**
   * Learns who the contact is, if anybody knows; before the customer speaks or is spoken to, since it decides what
   * follows. That it cannot be found out stops nobody.
   * @param command what is asked of the thread; null for what a channel brings
   * @param people what is known of them besides
   * @returns whether something was learnt
   */
  async look(command: Command | null, policy: Policy, people: readonly Contact[] = []): Promise<boolean> {
    const speaks = command === null || command.type === "open_conversation" || command.type === "receive_message";
    if (!speaks || !this.#isUnknown) return false;
    this.#isLooked = true;
    try {
      const customer = await this.#customerOf([this.#executor.thread.contact, ...people]);
      return customer !== null && this.#isUnknown && this.#learn(customer, policy);
    } catch (error) {
      log("warn", "customer.look_up_failed", { error: errorText(error) });
      return false;
    }
  }

  #learn(customer: Customer, policy: Policy): boolean {
    const command = { type: "identify_customer", contact: contactOf(customer), actor: SYSTEM } as const;
    return this.#executor.command(command, policy).ok;
  }

  async #customerOf(people: readonly Contact[]): Promise<Customer | null> {
    const configuration = await configurationOf(this.#env, this.#tenantId());
    const changed = configuration?.customers_changed_at ?? null;
    const isEmbedded = (configuration?.tenant.services.customers ?? "embedded") === "embedded";
    if (!isEmbedded || changed === null || changed === this.#askedOf) return null;
    const addresses = people.flatMap(addressesOf);
    const customer = addresses.length > 0 ? await tenantAt(this.#env, this.#tenantId()).customerOf(addresses) : null;
    this.#askedOf = changed;
    return customer;
  }
}

const addressesOf = ({ phone, user_id }: Contact): CustomerAddress[] => [
  ...(phone === null ? [] : [{ type: "phone" as const, target: phone }]),
  ...(user_id === null ? [] : [{ type: "user_id" as const, target: user_id }]),
];

/** What the tenant's own record tells a thread of who writes. */
export const contactOf = ({ id: customer_id, name, attributes }: Customer): Contact => ({
  ...NOBODY_KNOWN,
  customer_id,
  customer_details: { ...attributes, ...(name !== null && { name }) },
});
