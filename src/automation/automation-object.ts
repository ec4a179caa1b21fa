import { DurableObject } from "cloudflare:workers";
import { threadAt } from "../conversation/port.ts";
import type { Passage } from "../following/port.ts";
import { log } from "../lib/log.ts";
import type { AutomationRun } from "../protocol/automation.ts";
import { tenantAt } from "../tenant/port.ts";
import type { AutomationRuleRecord } from "../tenant/records.ts";
import { follow, type Surroundings } from "./engine.ts";
import type { RunQuery } from "./port.ts";
import { AutomationRepository } from "./repository.ts";
import { placesOf } from "./scope.ts";
import { worldOf } from "./world.ts";

/** Rules that another isolate changed are known so soon. */
const RULES_LIVE_MS = 5_000;

/** Does by itself what a tenant's rules say: the shell around their engine. */
export class AutomationObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new AutomationRepository(this.ctx.storage);
  #rules: { all: AutomationRuleRecord[]; until: number } | null = null;
  #turn: Promise<void> = Promise.resolve();

  /** One at a time: of what comes twice at once the second finds that all is done. */
  take(passages: Passage[]): Promise<void> {
    const turn = this.#turn.then(() => this.#takeAll(passages));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  rulesChanged(): void {
    this.#rules = null;
  }

  runs(query: RunQuery): { runs: AutomationRun[]; next: number | null } {
    return this.#repository.runs(query);
  }

  /** A thread that cannot be reached holds up no other; whoever told of it tells again. */
  async #takeAll(passages: Passage[]): Promise<void> {
    const rules = await this.#inForce();
    const failures: unknown[] = [];
    for (const passage of passages) {
      try {
        await this.#follow(passage, rules);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  async #follow(passage: Passage, rules: AutomationRuleRecord[]): Promise<void> {
    const { thread_key } = passage;
    const before = this.#repository.standing(thread_key);
    const after = await follow(passage, rules, before, this.#around(thread_key));
    if (after) this.#repository.advance(thread_key, after);
  }

  #around(threadKey: string): Surroundings {
    const thread = threadAt(this.env, this.#tenantId, threadKey);
    return {
      now: () => Date.now(),
      world: worldOf(this.env, this.#tenantId, threadKey),
      conversation: (number) => thread.conversation(number),
      scope: (conversation) => placesOf(this.env, this.#tenantId, conversation),
      known: (ruleId, seq) => this.#repository.known(ruleId, threadKey, seq),
      keep: (run, isDone) => {
        const { rule_id, outcome, depth } = run;
        if (outcome === "loop_guard") log("warn", "automation.loop_guard", { rule_id, depth, seq: run.event.seq });
        this.#repository.keep(threadKey, run, isDone);
      },
      forget: () => this.#repository.forget(threadKey),
    };
  }

  async #inForce(): Promise<AutomationRuleRecord[]> {
    if (this.#rules && this.#rules.until > Date.now()) return this.#rules.all;
    const all = (await tenantAt(this.env, this.#tenantId).records("automation_rule")).filter(({ enabled }) => enabled);
    this.#rules = { all, until: Date.now() + RULES_LIVE_MS };
    return all;
  }

  get #tenantId(): string {
    return this.ctx.id.name ?? "";
  }
}
