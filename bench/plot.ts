import { figure } from "./report.ts";
import { type Measurement, median, type Report, ratio, verdict } from "./results.ts";
import type { Name } from "./target.ts";

const WIDTH = 980;
const LABEL = 300;
const FIGURES = 110;
const BAR = 12;
const GAP = 14;
const TOP = 84;
/** The scale is of powers of two: twice as good is as far to the right as half as good is to the left. */
const STEPS = [-4, -3, -2, -1, 0, 1, 2, 3, 4];
const MIDDLE = LABEL + (WIDTH - LABEL - FIGURES) / 2;
const STEP = (WIDTH - LABEL - FIGURES) / (STEPS.length - 1);
const OVER: { name: Name; colour: string }[] = [
  { name: "stack", colour: "#0b7a5b" },
  { name: "same job", colour: "#d9822b" },
];

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const text = (x: number, y: number, words: string, more = "") =>
  `<text x="${x.toFixed(1)}" y="${y}"${more}>${escaped(words)}</text>`;

/** How many times better the product is in each row, as SVG: bars to the right are better, to the left worse. */
export function plot({ measurements, machine }: Report): string {
  const parts = [
    text(0, 18, "This product beside the seed's stack and the floor that does the same job", ' font-weight="bold"'),
    text(0, 36, `${machine.cores} × ${machine.cpu}; ${machine.at.slice(0, 10)}; medians`, ' fill="#666"'),
    ...OVER.flatMap(({ name, colour }, index) => [
      `<rect x="${index * 150}" y="46" width="12" height="12" fill="${colour}"/>`,
      text(index * 150 + 18, 56, `× ${name}`),
    ]),
    text(300, 56, "to the right is better; red: what is to be reached", ' fill="#666" font-size="10"'),
  ];
  let y = TOP;
  const bars: string[] = [];
  for (const line of measurements) {
    const shown = OVER.filter(({ name }) => !Number.isNaN(ratio(line, name)));
    if (shown.length === 0) continue;
    const own = `${figure(median(line, "product", "value"))} ${line.unit}`;
    bars.push(text(0, y + BAR - 1, line.name), text(0, y + 2 * BAR, own, ' font-size="10" fill="#666"'));
    for (const { name, colour } of shown) {
      bars.push(...bar(line, name, colour, y));
      y += BAR + 2;
    }
    y += GAP + (OVER.length - shown.length) * (BAR + 2);
  }
  const style = `font-family="system-ui, sans-serif" font-size="12" fill="#222"`;
  const frame = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="-10 0 ${WIDTH + 20} ${y + 10}" width="${WIDTH + 20}" height="${y + 10}">`;
  const ground = `<rect x="-10" width="${WIDTH + 20}" height="100%" fill="#fff"/>`;
  return `${frame}${ground}<g ${style}>\n${[...parts, ...scale(y), ...bars].join("\n")}\n</g></svg>\n`;
}

const scale = (bottom: number): string[] =>
  STEPS.flatMap((step) => {
    const x = MIDDLE + step * STEP;
    const colour = step === 0 ? "#444" : "#ddd";
    const words = step < 0 ? `1/${2 ** -step}` : `${2 ** step} ×`;
    return [
      `<line x1="${x.toFixed(1)}" x2="${x.toFixed(1)}" y1="${TOP - 4}" y2="${bottom}" stroke="${colour}"/>`,
      text(x, TOP - 8, words, ' text-anchor="middle" font-size="10" fill="#666"'),
    ];
  });

/** A bar from "the same" to how much better it is, with a tick where it was to reach. */
function bar(line: Measurement, name: Name, colour: string, y: number): string[] {
  const isTime = line.unit !== "per second";
  const better = (one: number) => (isTime ? 1 / one : one);
  const place = (one: number) => MIDDLE + STEP * Math.max(-4, Math.min(4, Math.log2(better(one))));
  const found = ratio(line, name);
  const [from, to] = [MIDDLE, place(found)].sort((one, other) => one - other) as [number, number];
  const goal = line.goals.find(({ figure, over }) => figure === "value" && over === name);
  const wanted = goal?.least ?? goal?.most;
  const missed = goal && verdict(line, goal).reached === false ? " missed" : "";
  return [
    `<rect x="${from.toFixed(1)}" y="${y}" width="${Math.max(1, to - from).toFixed(1)}" height="${BAR}" fill="${colour}"/>`,
    ...(wanted === undefined
      ? []
      : [`<rect x="${(place(wanted) - 1).toFixed(1)}" y="${y - 2}" width="2" height="${BAR + 4}" fill="#b00020"/>`]),
    text(WIDTH - FIGURES + 16, y + BAR - 2, `${figure(found)} ×${missed}`, ' font-size="10"'),
  ];
}
