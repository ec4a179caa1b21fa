import type { Drawing } from "./catalogue.ts";

export interface Series {
  column: string;
  /** As CSS takes it. */
  colour: string;
}

const colourOf = (number: number): string => `var(--plot-${number})`;

/** What is drawn, each with its colour; of many only those of which there is anything. */
export function seriesOf({ columns, colours }: Drawing, total: { [column: string]: number | null }): Series[] {
  const all = columns.map((column, index) => ({ column, colour: colourOf(colours?.[index] ?? index + 1) }));
  const some = all.filter(({ column }) => total[column]);
  return all.length > 4 && some.length > 0 ? some : all;
}
