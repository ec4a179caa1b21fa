import type { ReportedStatus } from "../domain/commands.ts";
import { isSilent } from "../domain/erasing.ts";
import type { Policy } from "../domain/policy.ts";
import type { Erasure } from "./erasure.ts";
import type { Executor } from "./executor.ts";
import type { Parking } from "./parking.ts";
import type { StatusReport } from "./port.ts";

/** How messages fare, as the channel tells of it. */
export class Statuses {
  readonly #executor: Executor;
  readonly #erasure: Erasure;
  readonly #parked: Parking;

  constructor(executor: Executor, erasure: Erasure, parked: Parking) {
    this.#executor = executor;
    this.#erasure = erasure;
    this.#parked = parked;
  }

  /** One whose message is not known yet is kept until it is; of what was erased nothing is. */
  report(
    reports: readonly StatusReport[],
    policy: Policy,
  ): Promise<{ unknown: StatusReport[]; forwarded_to: string | null }> {
    const keyOf = ({ report }: StatusReport) => `wa:${report.channel_message_id}`;
    return this.#erasure.knowing(reports.map(keyOf), (erased) => {
      const { forwarded_to } = this.#executor.thread;
      const unknown: StatusReport[] = [];
      for (const one of reports) {
        const { message_id, report } = one;
        const seq = this.#executor.seqOf(message_id, report.channel_message_id);
        if (seq !== null) this.#apply(seq, report, policy);
        else if (erased.has(keyOf(one))) continue;
        else {
          if (forwarded_to !== null) unknown.push(one);
          if (this.#mayBeOurs) this.#parked.addStatus(report, new Date().toISOString());
        }
      }
      return { unknown, forwarded_to };
    });
  }

  /** What a thread sends that leads elsewhere since is its own until the channel has named it. */
  get #mayBeOurs(): boolean {
    const { thread } = this.#executor;
    return thread.forwarded_to === null ? !isSilent(thread) : thread.pending.length > 0;
  }

  /** DL3: from now on it is known whose these statuses are. */
  applyParked(messageSeq: number, channelMessageId: string | null, policy: Policy): void {
    if (channelMessageId === null) return;
    for (const report of this.#parked.takeStatuses(channelMessageId)) {
      this.#executor.reportStatus(messageSeq, report, policy);
    }
  }

  #apply(messageSeq: number, report: ReportedStatus, policy: Policy): void {
    this.#executor.reportStatus(messageSeq, report, policy);
    this.applyParked(messageSeq, report.channel_message_id, policy);
  }
}
