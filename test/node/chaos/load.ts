import { setTimeout as wait } from "node:timers/promises";
import { type Answer, isOpen, type Json } from "./api.ts";
import type { Ledger, Wish } from "./ledger.ts";
import type { Machine } from "./machine.ts";

/** From 0 to 1. */
type Chance = () => number;

const QUESTIONS = [
  "When are you open on Saturday?",
  "How long do I have to return a jacket?",
  "Do you repair electric bicycles?",
  "How can I pay?",
  "hello",
  "order status",
  "10023",
  "I want to talk to a human",
  "thanks",
];

/** WhatsApp takes 45 messages to one person at once and then one in six seconds: then others write. */
const MESSAGES_OF_ONE = 14;

const AGAIN_MS = 120;

/** Somebody closed it meanwhile; the customer of a service has not said anything yet. */
const NO_FAULTS = ["conversation_closed", "window_closed"];

interface Shape {
  phones: number;
  services: number;
  agents: number;
}

/** Customers, services and agents who go on whatever happens: what got no answer is asked for again, under its key. */
export class Load {
  readonly #machine: Machine;
  readonly #ledger: Ledger;
  readonly #chance: Chance;
  readonly #outlet: string;
  readonly #actors: Promise<void>[] = [];
  #people = 0;
  #isOver = false;
  #isPaused = false;
  #atRest = 0;
  #running = 0;

  constructor(machine: Machine, ledger: Ledger, outlet: string, chance: Chance) {
    this.#machine = machine;
    this.#ledger = ledger;
    this.#outlet = outlet;
    this.#chance = chance;
  }

  start({ phones, services, agents }: Shape): void {
    for (let index = 0; index < phones; index++) this.#act(`phone ${index}`, (name) => this.#phone(name));
    for (let index = 0; index < services; index++) this.#act(`service ${index}`, (name) => this.#service(name));
    for (let index = 0; index < agents; index++) this.#act(`agent ${index}`, (name) => this.#agent(name, index));
  }

  /** Settles when everybody has what they last asked for. Nobody asks for more until `resume`. */
  async pause(): Promise<void> {
    this.#isPaused = true;
    while (this.#atRest < this.#running) await wait(20);
  }

  resume(): void {
    this.#isPaused = false;
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#actors);
  }

  #act(name: string, live: (name: string) => AsyncGenerator<number>): void {
    this.#running++;
    const act = async () => {
      for await (const pauseMs of live(name)) {
        const until = Date.now() + pauseMs;
        this.#atRest++;
        while (!this.#isOver && (this.#isPaused || Date.now() < until)) await wait(20);
        this.#atRest--;
        if (this.#isOver) return;
      }
    };
    const failed = (error: unknown) => {
      if (!this.#isOver) this.#ledger.wrong.push(`${name} cannot go on: ${error}`);
    };
    this.#actors.push(
      act()
        .catch(failed)
        .finally(() => this.#running--),
    );
  }

  #between = (least: number, most: number): number => least + this.#chance() * (most - least);

  #pick = <T>(list: readonly T[]): T => list[Math.floor(this.#chance() * list.length)] as T;

  async #newCustomer(): Promise<string> {
    const wa_id = `62812${String(++this.#people).padStart(7, "0")}`;
    await this.#done(() => this.#machine.phones("POST", "/contacts", { wa_id, name: `Customer ${this.#people}` }));
    return wa_id;
  }

  /** A customer writes in bursts, and goes on as another one in time. */
  async *#phone(_name: string): AsyncGenerator<number> {
    for (;;) {
      const customer = await this.#newCustomer();
      this.#ledger.phones.add(customer);
      for (let said = 0; said < MESSAGES_OF_ONE; ) {
        for (let burst = Math.ceil(this.#chance() * 3); burst > 0; burst--, said++) {
          // The phone keeps what it was given; whether it was cannot be asked again without saying it twice.
          await this.#machine.phones("POST", `/contacts/${customer}/messages`, { text: this.#pick(QUESTIONS) });
          yield this.#between(30, 250);
        }
        yield this.#between(200, 2_500);
      }
    }
  }

  /** A service keeps a channel of its own in the store, and sends what it has to tell. */
  async *#service(name: string): AsyncGenerator<number> {
    let count = 0;
    for (;;) {
      const customer = await this.#newCustomer();
      let conversation = await this.#open(customer);
      for (let said = 0; said < MESSAGES_OF_ONE; said++) {
        const isCustomers = said === 0 || this.#chance() < 0.5;
        const wish = this.#wish(isCustomers ? `${name} for its customer` : name, customer, ++count);
        const more = isCustomers
          ? { sender_type: "customer", whatsapp_message_id: `wamid.${wish.mark}` }
          : { sender_type: this.#pick(["agent", "system"]) };
        const body = { conversation_id: conversation, content: `${this.#pick(QUESTIONS)} ${wish.mark}`, ...more };
        const kept = await this.#say(wish, body, isCustomers ? {} : { key: wish.mark });
        if (!kept) conversation = await this.#open(customer);
        yield this.#between(50, 400);
      }
      if (this.#chance() < 0.5)
        await this.#change("PUT", `/conversations/${conversation}/status`, { status: "resolved" });
    }
  }

  /** An agent takes some conversation, says a few things, and sometimes gives it back. */
  async *#agent(name: string, index: number): AsyncGenerator<number> {
    const agents = this.#machine.agents;
    const agent = agents[index % agents.length] as { id: string; token: string };
    let count = 0;
    for (;;) {
      yield this.#between(300, 1_200);
      const listed = await this.#machine.api("GET", "/conversations?status=active&limit=30");
      if (listed?.status !== 200 || listed.json.conversations.length === 0) continue;
      const { id, customer_phone } = this.#pick<Json>(listed.json.conversations);
      const customer = String(customer_phone).replace(/\D/g, "");
      this.#ledger.conversations.add(id);
      const { token: bearer } = agent;
      if (!(await this.#change("POST", `/conversations/${id}/takeover`, {}, bearer))) continue;
      for (let left = Math.ceil(this.#chance() * 3); left > 0; left--) {
        const wish = this.#wish(name, customer, ++count);
        const body = { conversation_id: id, sender_type: "agent", content: `I look into it. ${wish.mark}` };
        await this.#say(wish, body, { bearer, key: wish.mark });
        yield this.#between(50, 500);
      }
      if (this.#chance() < 0.5) await this.#change("POST", `/conversations/${id}/handoff/release`, {}, bearer);
    }
  }

  #wish(sender: string, customer: string, count: number): Wish {
    const wish = { sender, customer, count, mark: `[${sender.replaceAll(" ", "-")}-${count}]`, messageId: null };
    this.#ledger.wishes.push(wish);
    return wish;
  }

  /** @returns whether it was taken, and not refused */
  async #say(wish: Wish, body: object, how: { bearer?: string; key?: string }): Promise<boolean> {
    const ask = () => this.#machine.api("POST", "/messages", body, how);
    const answer = await this.#done(ask);
    if (answer.status !== 201) return this.#refused(answer, wish.mark);
    wish.messageId = answer.json.message.id;
    if (this.#chance() < 0.1) {
      const again = await this.#done(ask);
      if (again.json?.message?.id !== wish.messageId)
        this.#ledger.wrong.push(
          `${wish.mark} was ${wish.messageId}, and asked again it is ${JSON.stringify(again.json).slice(0, 300)}`,
        );
    }
    return true;
  }

  async #open(customer: string): Promise<string> {
    const wish = { outlet_id: this.#outlet, customer_phone: `+${customer}` };
    const answer = await this.#done(() => this.#machine.api("POST", "/conversations/find-or-create", wish));
    if (answer.status >= 400) throw new Error(`No conversation is opened: ${JSON.stringify(answer.json)}`);
    this.#ledger.conversations.add(answer.json.id);
    return answer.json.id;
  }

  async #change(method: string, path: string, body: object, bearer?: string): Promise<boolean> {
    const answer = await this.#done(() => this.#machine.api(method, path, body, bearer ? { bearer } : {}));
    return answer.status < 300 || this.#refused(answer, `${method} ${path}`);
  }

  #refused({ status, json }: Answer, what: string): false {
    this.#ledger.refused++;
    if (!NO_FAULTS.includes(json?.code))
      this.#ledger.wrong.push(`${what} was refused with ${status} ${JSON.stringify(json).slice(0, 300)}`);
    return false;
  }

  /** Asks until there is an answer that decides. */
  async #done(ask: () => Promise<Answer | null>): Promise<Answer> {
    for (;;) {
      const answer = await ask();
      if (!isOpen(answer)) return answer;
      this.#ledger.unanswered++;
      if (this.#isOver) throw new Error("nobody waits for it any more");
      await wait(AGAIN_MS);
    }
  }
}
