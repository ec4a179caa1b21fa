import { described } from "./machine.ts";
import { type Measurement, median, type Report, ratio, verdict } from "./results.ts";
import type { Name } from "./target.ts";

const TARGETS: Name[] = ["product", "same job", "insert", "stack"];
const HEAD = [
  "row",
  "unit",
  ...TARGETS,
  "× same job",
  "× stack",
  "p50 ms",
  "p99 ms",
  "CPU µs",
  "CPU × stack",
  "failed",
];

/** Three digits, or whole numbers; nothing for what is none. */
export const figure = (value: number): string => {
  if (Number.isNaN(value)) return "";
  return value >= 1_000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(3)));
};

/** The report as a table, the goals beside each row, and the bill. */
export function printed(report: Report): string {
  const rows = report.measurements.map((line) => [...cells(line), goals(line)]);
  const parts = [described(report.machine), ...report.notes, "", ...aligned([[...HEAD, "goals"], ...rows]), ""];
  parts.push(...billed(report));
  return parts.join("\n");
}

function cells(line: Measurement): string[] {
  const failed = line.results.flatMap(({ rounds }) => rounds).reduce((sum, round) => sum + round.failed, 0);
  return [
    line.name,
    line.unit,
    ...TARGETS.map((name) => figure(median(line, name, "value"))),
    figure(ratio(line, "same job")),
    figure(ratio(line, "stack")),
    figure(median(line, "product", "p50_ms")),
    figure(median(line, "product", "p99_ms")),
    figure(Math.round(median(line, "product", "cpu_us"))),
    figure(ratio(line, "stack", "cpu_us")),
    String(failed),
  ];
}

function goals(line: Measurement): string {
  const words = { true: "reached", false: "missed", null: "not measured" };
  return line.goals
    .map((goal) => verdict(line, goal))
    .map(({ wanted, reached, ratio }) => {
      const found = reached === null ? "" : ` (${figure(ratio)})`;
      return `${wanted}: ${words[`${reached}`]}${found}`;
    })
    .join("; ");
}

function billed({ bills }: Report): string[] {
  const items = Object.keys(bills[0]?.per_million ?? {}) as (keyof (typeof bills)[number]["per_million"])[];
  if (items.length === 0) return [];
  const head = ["US$ for a million messages on Cloudflare", ...bills.map(({ way }) => way)];
  const rows = items.map((item) => [
    item.replaceAll("_", " "),
    ...bills.map((one) => one.per_million[item].toFixed(2)),
  ]);
  const taken = bills.map(({ way, usage }) => {
    const each = Object.entries(usage).map(([item, count]) => `${item.replaceAll("_", " ")} ${figure(count)}`);
    return `One message, ${way}: ${each.join(", ")}.`;
  });
  return [...aligned([head, ...rows]), "", ...taken];
}

/** A table in Markdown whose columns are also straight where it is not shown as one. */
export function aligned(rows: string[][]): string[] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const written = (row: string[]) =>
    `| ${widths.map((width, column) => (row[column] ?? "").padEnd(width)).join(" | ")} |`;
  return [written(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.slice(1).map(written)];
}
