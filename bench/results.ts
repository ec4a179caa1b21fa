import type { Bill, Usage } from "./bill.ts";
import { at } from "./load.ts";
import type { Machine } from "./machine.ts";
import type { Goal, Line, Round } from "./rows.ts";
import type { Name } from "./target.ts";

/** What a line came to at one target, round by round. */
interface Result {
  name: Name;
  rounds: Round[];
}

/** A line of the table with all that was measured for it. */
export interface Measurement extends Line {
  results: Result[];
}

/** What one run has measured. */
export interface Report {
  machine: Machine;
  /** What was left out or cut short, in words. */
  notes: string[];
  measurements: Measurement[];
  bills: { way: string; usage: Usage; per_million: Bill }[];
}

/** A goal with what became of it. */
export interface Verdict {
  wanted: string;
  /** Null where the other target was not measured. */
  reached: boolean | null;
  ratio: number;
}

/** A round of one figure only. */
export const single = (value: number): Round => ({
  value,
  p50_ms: Number.NaN,
  p99_ms: Number.NaN,
  cpu_us: Number.NaN,
  failed: 0,
});

/** The median of a figure over the rounds at one target; NaN where there were none. */
export function median(line: Measurement, name: Name, figure: keyof Round): number {
  const rounds = line.results.find((one) => one.name === name)?.rounds ?? [];
  return at(
    rounds.map((round) => round[figure]),
    0.5,
  );
}

/** What the product's figure is as a multiple of another target's. */
export const ratio = (line: Measurement, over: Name, figure: keyof Round = "value"): number =>
  median(line, "product", figure) / median(line, over, figure);

const FIGURES = { value: "", cpu_us: "CPU ", p99_ms: "p99 " };

export function verdict(line: Measurement, goal: Goal): Verdict {
  const { figure, over, least, most } = goal;
  const own = median(line, "product", figure);
  const found = over === "p50_ms" ? own / median(line, "product", "p50_ms") : ratio(line, over, figure);
  const bound = least === undefined ? `≤ ${most}` : `≥ ${least}`;
  const isReached = (least === undefined || found >= least) && (most === undefined || found <= most);
  const wanted = `${FIGURES[figure]}${bound} × ${over === "p50_ms" ? "p50" : over}`;
  return { wanted, reached: Number.isNaN(found) ? null : isReached, ratio: found };
}
