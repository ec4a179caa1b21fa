import { DurableObject } from "cloudflare:workers";
import type { BusinessHours } from "../domain/business-hours.ts";
import { errorText, log } from "../lib/log.ts";
import { OneAlarm } from "../lib/one-alarm.ts";
import type { ReportName } from "../protocol/report-columns.ts";
import { configurationOf } from "../tenant/configuration.ts";
import { Calendar } from "./calendar.ts";
import { type Figures, figuresOf } from "./columns.ts";
import { countPassage, type Passage } from "./counting.ts";
import type { Answer, Span } from "./port.ts";
import { type Minute, minutesOf } from "./pulse.ts";
import { Adding, periodsOf, type Question } from "./report.ts";
import { ReportsRepository } from "./repository.ts";
import { stretchesOf } from "./scale.ts";

/** What must be known of a conversation to count on is kept for so long after its opening; what was counted for ever. */
const FACTS_KEPT_MS = 400 * 24 * 60 * 60_000;

const FORGET_AT_ONCE = 1_000;
const AGAIN_MS = 60_000;

/** A tenant's numbers: what happened in its conversations, counted as it is told. */
export class ReportsObject extends DurableObject<Cloudflare.Env> {
  readonly #repository = new ReportsRepository(this.ctx.storage);
  readonly #alarm = new OneAlarm(this.ctx);

  /** Counts what happened; what was counted before is dropped. */
  async take(passages: Passage[]): Promise<void> {
    const news = passages.filter(({ thread_key, through }) => through > this.#repository.through(thread_key));
    if (news.length === 0) return;
    const hoursOf = await this.#hours();
    this.#repository.transaction(() => {
      const counted = news.map((passage) => countPassage(this.#repository, passage, hoursOf));
      this.#repository.count(counted.flatMap(({ entries }) => entries));
      this.#repository.beat(
        counted.flatMap(({ beats }) => beats),
        Date.now(),
      );
    });
    const { oldest } = this.#repository;
    if (oldest !== null) this.#alarm.arm(Math.max(Date.now(), oldest + FACTS_KEPT_MS));
  }

  report(name: ReportName, question: Question): Answer {
    const calendar = new Calendar(question.time_zone);
    const adding = new Adding(question, calendar);
    this.#add(adding, question, periodsOf(question, calendar));
    const { rows, total } = adding.sums;
    return {
      rows: rows.map(({ key, cell }) => ({ key, figures: figuresOf(name, cell) })),
      total: figuresOf(name, total),
    };
  }

  totals(name: ReportName, question: Question, spans: Span[]): Figures[] {
    return spans.map((span) => {
      const adding = new Adding(question);
      this.#add(adding, question, span);
      return figuresOf(name, adding.sums.total);
    });
  }

  pulse(): { minutes: Minute[]; waiting: number } {
    const { pulse } = this.#repository;
    return { minutes: minutesOf(pulse, Date.now()), waiting: pulse.waiting };
  }

  /** Forgets what is too old to be counted on. Never throws: an alarm that fails too often is dropped for good. */
  override async alarm(): Promise<void> {
    this.#alarm.gone();
    try {
      const before = Date.now() - FACTS_KEPT_MS;
      const hasMore = this.#repository.transaction(() => this.#repository.forgetBefore(before, FORGET_AT_ONCE));
      const { oldest } = this.#repository;
      if (oldest !== null) this.#alarm.arm(hasMore ? Date.now() : Math.max(Date.now(), oldest + FACTS_KEPT_MS + 1));
    } catch (error) {
      log("error", "reports.forget_failed", { error: errorText(error) });
      this.#alarm.arm(Date.now() + AGAIN_MS);
    }
  }

  #add(adding: Adding, question: Question, span: Span): void {
    for (const stretch of stretchesOf(question, span))
      for (const { place, cell } of this.#repository.cells(stretch, question)) adding.add(place, cell);
  }

  async #hours(): Promise<(outletId: string) => BusinessHours | null> {
    const configuration = await configurationOf(this.env, this.ctx.id.name ?? "");
    const hours = new Map(configuration?.outlets.map(({ id, business_hours }) => [id, business_hours]));
    return (outletId) => hours.get(outletId) ?? null;
  }
}
