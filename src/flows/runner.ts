import type { ConversationPort } from "../conversation/port.ts";
import type { Told } from "../conversation/told.ts";
import type { Command, Saying } from "../domain/commands.ts";
import type { Event } from "../domain/events.ts";
import type { Message } from "../domain/message.ts";
import { errorText, log } from "../lib/log.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { Published } from "./beginning.ts";
import {
  type About,
  type HttpAnswer,
  type HttpCall,
  type Input,
  newExecution,
  type Said,
  type Wording,
} from "./execution.ts";
import { hearing } from "./hearing.ts";
import type { FlowRepository, Running, Telling } from "./repository.ts";
import { giveUp, type Run } from "./run.ts";
import { step } from "./step.ts";

/** What a runner needs of the world. */
export interface World {
  now(): number;
  thread: Pick<ConversationPort, "tell" | "execute">;
  published(flowId: string): Promise<Published | null>;
  about(told: Told): Promise<About>;
  call(call: HttpCall, running: Running): Promise<HttpAnswer>;
  ask(question: string, number: number, running: Running): Promise<{ body: string | null; low_confidence: boolean }>;
  saying(wording: Wording): Promise<Result<Saying, { code: string; detail: string }>>;
  /** Deletes all there is but the cursor. */
  forget(seq: number): void;
}

/** So many events are read at a time. */
const PAGE = 100;
/** A crash repeats what is asked of others at most once. */
const MOST_ATTEMPTS = 2;

/** Refusals after which there is nobody to hand over: the conversation is over, or not here. */
const OVER = new Set(["conversation_closed", "conversation_not_found", "thread_erased", "thread_forwarded"]);

/** Events after which others have the word, or nobody: the flow ends without a word. */
const TAKES_WORD = new Set<Event["type"]>([
  "conversation.closed",
  "handoff.requested",
  "agent.assigned",
  "control.released",
  "flow.ended",
]);

/** Runs the flows of one thread: one at a time, each of them stored before and after whatever it does. */
export class Runner {
  readonly #repository: FlowRepository;
  readonly #world: World;

  constructor(repository: FlowRepository, world: World) {
    this.#repository = repository;
    this.#world = world;
  }

  /** Does all that can be done now. What cannot be done throws, and is to be tried again later. */
  async run(): Promise<void> {
    do {
      await this.#readLog();
      await this.#tell();
    } while (await this.#goOn());
  }

  /** When something is to be done without anybody's doing; null for never. */
  nextDue(): number | null {
    const running = this.#repository.document("running");
    if (this.#repository.first() !== null) return 0;
    const waiting = running?.execution.waiting;
    if (!waiting) return null;
    return waiting.for === "answer" || waiting.for === "time" ? waiting.until : 0;
  }

  async #readLog(): Promise<void> {
    for (;;) {
      const after = this.#repository.document("cursor")?.seq ?? 0;
      const { told, through, head } = await this.#world.thread.tell(after, PAGE);
      for (const one of told) await this.#take(one);
      if (through > after) this.#moveTo(through);
      if (through >= head) return;
    }
  }

  #moveTo(seq: number): void {
    this.#repository.transaction(() => this.#repository.putDocument("cursor", { seq }));
  }

  async #take(told: Told): Promise<void> {
    const { event } = told;
    if (event.type === "thread.erased") {
      this.#world.forget(event.seq);
    } else if (event.type === "flow.requested" && event.by_service === false) {
      await this.#begin(told, event);
    } else if (event.type === "answer.requested" && event.of === "flow" && event.by_service === false) {
      await this.#hear(told);
    } else if (TAKES_WORD.has(event.type) && this.#isRunningIn(event.number)) {
      this.#stop(event.seq);
    }
  }

  async #begin(told: Told, event: Extract<Event, { type: "flow.requested" }>): Promise<void> {
    const { flow_execution_id: execution_id, flow_id: id, variables, number, seq } = event;
    const flow_id = id ?? "";
    const [published, about] = await Promise.all([this.#world.published(flow_id), this.#world.about(told)]);
    const { name = "Flow", version = 0 } = published ?? {};
    const execution = newExecution(about);
    const running: Running = { execution_id, number, flow_id, name, version, execution, outputs: 0, attempts: 0 };
    const [message] = told.messages;
    this.#repository.transaction(() => {
      this.#repository.removeTellings();
      this.#repository.putDocument("cursor", { seq });
      this.#repository.putDocument("running", running);
      if (published) {
        this.#repository.putDocument("flow", published.flow);
        const input = {
          type: "started",
          variables: variables ?? {},
          message: message && message.deleted_at === null ? saidOf(message) : null,
        } as const;
        this.#step(running, input);
      } else {
        this.#end(running, "The flow that was to begin is not there any more");
      }
    });
  }

  async #hear(told: Told): Promise<void> {
    const { event, messages } = told;
    const [message] = messages;
    const about = await this.#world.about(told);
    const running = this.#repository.document("running");
    this.#repository.transaction(() => {
      this.#repository.putDocument("cursor", { seq: event.seq });
      // What was taken back is no answer: it neither fits nor fails.
      if (!message || message.deleted_at !== null || running === null || !this.#isRunningIn(event.number)) return;
      running.execution.about = about;
      const said = saidOf(message);
      const isSpeaking = this.#repository.first() !== null;
      const how = hearing(running, { seq: message.seq, at: Date.parse(event.at), isSpeaking });
      const isMeanwhile = how === "meanwhile";
      if (how === "said" || isMeanwhile) return this.#step(running, { type: "said", message: said, isMeanwhile });
      running.execution.message = said;
      if (how === "late") this.#step(running, { type: "time" });
      else this.#keep(running);
    });
  }

  #isRunningIn(number: number): boolean {
    const running = this.#repository.document("running");
    return running !== null && running.number === number && !running.execution.ended;
  }

  /** One step of the flow, and what is to be done about it, in the commit of whoever asks. */
  #step(running: Running, input: Input): void {
    const flow = this.#repository.document("flow") ?? NO_FLOW;
    try {
      const { execution, outputs } = step(flow, running.execution, input, this.#world.now());
      const tellings = outputs.filter((one): one is Telling => one.type === "say" || one.type === "ended");
      const ended = tellings.find((one) => one.type === "ended");
      if (ended?.is_error) log("warn", "flow.failed", { flow_id: running.flow_id, version: running.version });
      // What is said meanwhile ends no wait for an answer from outside: how often that was asked for stands.
      const attempts = execution.waiting === running.execution.waiting ? running.attempts : 0;
      this.#store({ ...running, execution, attempts }, tellings);
    } catch (error) {
      log("error", "flow.broken", { flow_id: running.flow_id, error: errorText(error) });
      this.#end(running, "The flow cannot go on");
    }
  }

  /** It cannot go on: the thread is told so. */
  #end(running: Running, reason: string): void {
    const run: Run = { flow: NO_FLOW, at: this.#world.now(), execution: { ...running.execution }, outputs: [] };
    giveUp(run, reason);
    this.#store({ ...running, execution: run.execution }, run.outputs as Telling[]);
  }

  #store(running: Running, tellings: Telling[]): void {
    tellings.forEach((telling, index) => {
      this.#repository.addTelling(running.outputs + index + 1, telling);
    });
    this.#keep({ ...running, outputs: running.outputs + tellings.length });
  }

  /** Of what has ended only its name is kept: what the customer said is the thread's to keep. */
  #keep(running: Running): void {
    const { ended, about } = running.execution;
    const bare = { ...newExecution({ customer: {}, conversation: {}, time_zone: about.time_zone }), ended };
    this.#repository.putDocument("running", ended ? { ...running, execution: bare } : running);
    if (ended) this.#repository.removeDocument("flow");
  }

  /** Others have the word: what was still to be said is not said. */
  #stop(seq: number): void {
    const running = this.#repository.document("running");
    this.#repository.transaction(() => {
      this.#repository.putDocument("cursor", { seq });
      this.#repository.removeTellings();
      if (running) this.#keep({ ...running, execution: { ...running.execution, ended: true, waiting: null } });
    });
  }

  /** Tells the thread what it is to be told, in order. */
  async #tell(): Promise<void> {
    for (let next = this.#repository.first(); next !== null; next = this.#repository.first()) {
      const running = this.#repository.document("running");
      if (running === null) return;
      const told = await this.#tellOne(running, next.n, next.telling);
      const { n, telling } = next;
      // Forgotten meanwhile.
      if (this.#repository.first()?.n !== n) continue;
      this.#repository.transaction(() => {
        if (!told.ok) return this.#refused(running, telling, told.error);
        this.#repository.removeTelling(n);
        const now = this.#repository.document("running");
        if (now !== null && told.value !== null)
          this.#repository.putDocument("running", { ...now, said_seq: told.value });
      });
    }
  }

  /** @returns the seq of what was said, if anything was; or why it was refused */
  async #tellOne(running: Running, n: number, telling: Telling): Promise<Result<number | null, string>> {
    const command = await this.#commandOf(running, telling);
    if (!command.ok) return err(command.error.code);
    const keys = [`flow:${running.execution_id}:${n}`];
    const done = await this.#world.thread.execute({ keys, fingerprint: null, command: command.value });
    return done.ok ? ok(done.value.message?.seq ?? null) : err(done.error.code);
  }

  async #commandOf(running: Running, telling: Telling): Promise<Result<Command, { code: string }>> {
    const { number, execution_id, name } = running;
    if (telling.type === "ended") {
      const { wants_ticket, reason, team_id, leads_to } = telling;
      const actor = { type: "flow", id: execution_id } as const;
      return { ok: true, value: { type: "end_flow", number, wants_ticket, reason, team_id, leads_to, actor } };
    }
    const saying = await this.#world.saying(telling.message);
    if (!saying.ok) return saying;
    const answer = { type: "receive_answer", number, by: "flow", sender_id: execution_id, display_name: name } as const;
    return {
      ok: true,
      value: { ...answer, turn: null, saying: saying.value, wants_ticket: false, wants_close: false },
    };
  }

  /** What cannot be said ends the flow; where the conversation goes on, a person does. */
  #refused(running: Running, telling: Telling, code: string): void {
    log("warn", "flow.refused", { flow_id: running.flow_id, code });
    this.#repository.removeTellings();
    const ended = { ...running, execution: { ...running.execution, ended: true, waiting: null } };
    if (OVER.has(code) || telling.type === "ended") this.#keep(ended);
    else this.#end(running, `What the flow had to say could not be sent: ${code}`);
  }

  /** What is waited for from outside, or from time. @returns whether anything was done */
  async #goOn(): Promise<boolean> {
    const running = this.#repository.document("running");
    const waiting = running?.execution.waiting;
    if (!running || !waiting) return false;
    if (waiting.for === "answer" || waiting.for === "time") {
      if (waiting.until > this.#world.now()) return false;
      this.#repository.transaction(() => this.#step(running, { type: "time" }));
      return true;
    }
    const isSpent = running.attempts >= MOST_ATTEMPTS;
    const begun = { ...running, attempts: running.attempts + 1 };
    // Stored before it is done: a crash in between must not repeat it for ever.
    if (!isSpent) this.#repository.transaction(() => this.#repository.putDocument("running", begun));
    const input = isSpent ? SPENT[waiting.for] : await this.#answerOf(begun);
    const now = this.#repository.document("running");
    // Forgotten meanwhile.
    if (now?.execution_id !== running.execution_id) return true;
    this.#repository.transaction(() => this.#step(begun, input));
    return true;
  }

  async #answerOf(running: Running): Promise<Input> {
    const { waiting } = running.execution;
    if (waiting?.for === "http")
      return { type: "http_answered", answer: await this.#world.call(waiting.call, running) };
    const { question, number } = waiting?.for === "ai" ? waiting : { question: "", number: 0 };
    return { type: "ai_answered", ...(await this.#world.ask(question, number, running)) };
  }
}

const SPENT: Record<"http" | "ai", Input> = {
  http: { type: "http_answered", answer: { status: null, body: null, error: "It was begun twice and never ended." } },
  ai: { type: "ai_answered", body: null, low_confidence: true },
};

const NO_FLOW: Run["flow"] = { triggers: [], start: "", nodes: {}, variables: {}, texts: {} };

const saidOf = ({ id, message_type, content, payload }: Message): Said => ({ id, message_type, content, payload });
