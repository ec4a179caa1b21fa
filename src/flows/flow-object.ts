import { DurableObject } from "cloudflare:workers";
import { threadAt } from "../conversation/port.ts";
import { errorText, log } from "../lib/log.ts";
import { OneAlarm } from "../lib/one-alarm.ts";
import { isAllowedUrl } from "../lib/outside-url.ts";
import { configurationOf } from "../tenant/configuration.ts";
import { tenantAt } from "../tenant/port.ts";
import { askAssistant } from "./assistant.ts";
import { aboutOf, publishedFlow } from "./beginning.ts";
import type { HttpAnswer, HttpCall } from "./execution.ts";
import { makeCall } from "./http-call.ts";
import { FlowRepository, type Running } from "./repository.ts";
import { Runner, type World } from "./runner.ts";
import { sayingOf } from "./saying.ts";

/** Should the object die over its work, its alarm goes on with it so much later; and what failed is tried again. */
const AGAIN_MS = 30_000;

/** The flows of one thread: the shell around their runner. The thread's log is what it is told. */
export class FlowObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new FlowRepository(this.ctx.storage);
  readonly #runner = new Runner(this.#repository, this.#makeWorld());
  readonly #alarm = new OneAlarm(this.ctx);
  #running: Promise<void> | null = null;
  #isBehind = false;

  /** The alarm is part of the answer's commit: what was told of is read, whatever becomes of the work behind it. */
  notify(through: number): void {
    if (through <= (this.#repository.document("cursor")?.seq ?? 0)) return;
    this.#alarm.arm(Date.now() + AGAIN_MS);
    this.ctx.waitUntil(this.#run());
  }

  /** Who has read of the erasure has forgotten then, and what is here now began since. */
  forget(through: number): void {
    const read = this.#repository.document("cursor")?.seq ?? 0;
    if (this.#repository.exists && read < through) this.#forget(read);
  }

  override async alarm(): Promise<void> {
    this.#alarm.gone();
    await this.#run();
  }

  /** One at a time; who comes meanwhile is served by another round. Never throws. */
  #run(): Promise<void> {
    this.#isBehind = true;
    this.#running ??= this.#rounds().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #rounds(): Promise<void> {
    while (this.#isBehind) {
      this.#isBehind = false;
      try {
        await this.#runner.run();
      } catch (error) {
        log("error", "flow.run_failed", { error: errorText(error) });
        this.#alarm.arm(Date.now() + AGAIN_MS);
        return;
      }
    }
    const due = this.#runner.nextDue();
    if (due !== null) this.#alarm.arm(Math.max(due, Date.now()));
  }

  #makeWorld(): World {
    return {
      now: () => Date.now(),
      thread: threadAt(this.env, this.#tenantId, this.#threadKey),
      published: (flowId) => publishedFlow(this.env, this.#tenantId, flowId),
      about: async (told) => aboutOf(told, await configurationOf(this.env, this.#tenantId)),
      call: (call, running) => this.#call(call, running),
      ask: (question, number, running) => askAssistant(this.env, this.#tenantId, { question, number, running }),
      saying: (wording) => sayingOf(this.env, this.#tenantId, wording, new Date().toISOString()),
      forget: (seq) => this.#forget(seq),
    };
  }

  /** The alarm goes with all else, and what was told of since is still to be read. */
  #forget(seq: number): void {
    this.#alarm.gone();
    this.#repository.forget(seq);
    this.#alarm.arm(Date.now() + AGAIN_MS);
  }

  async #call(call: HttpCall, { execution_id, flow_id }: Running): Promise<HttpAnswer> {
    const kept = await tenantAt(this.env, this.#tenantId).record("flow_draft", flow_id);
    const { OUTSIDE = globalThis, ALLOW_PRIVATE_URLS: allowed } = this.env;
    // The way out reaches public addresses only.
    const out = isAllowedUrl(call.url, allowed) ? globalThis : OUTSIDE;
    const fetch = (url: string, init: RequestInit) => out.fetch(url, init);
    return makeCall(call, `${execution_id}:${call.number}`, { fetch, allowed, secrets: kept?.secrets ?? {} });
  }

  get #tenantId(): string {
    return this.ctx.id.name?.split(":")[0] ?? "";
  }

  get #threadKey(): string {
    return this.ctx.id.name?.split(":")[1] ?? "";
  }
}
