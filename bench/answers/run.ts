import { evaluate, type Figures, figuresOf, isAsPromised, type Outcome, share } from "./evaluate.ts";

const percent = (part: number) => `${Math.round(part * 100)} %`.padStart(6);

const line = (name: string, figures: Figures) =>
  [
    name.padEnd(12),
    String(figures.questions).padStart(9),
    percent(figures.first).padStart(7),
    percent(figures.firstThree).padStart(9),
    percent(figures.plainFirst).padStart(12),
    percent(figures.unanswerableLow).padStart(18),
    percent(figures.falseAlarms).padStart(16),
  ].join("");

function printCalibration(outcomes: readonly Outcome[]): void {
  console.log("\nconfidence   questions  right");
  for (const least of [0, 0.2, 0.4, 0.6, 0.8]) {
    const bucket = outcomes.filter(
      ({ confidence }) => confidence >= least && confidence < least + 0.2 + (least === 0.8 ? 1 : 0),
    );
    const right = percent(share(bucket, ({ place }) => place === 0));
    console.log(`${least.toFixed(1)} to ${(least + 0.2).toFixed(1)}   ${String(bucket.length).padStart(9)} ${right}`);
  }
}

const outcomes = evaluate();
const languages = [...new Set(outcomes.map(({ language }) => language))];
const all = figuresOf(outcomes);
console.log("             questions  first  first 3  plain BM25  unanswerable low  answerable low");
for (const language of languages) {
  console.log(line(language, figuresOf(outcomes.filter((outcome) => outcome.language === language))));
}
console.log(line("fitted on", figuresOf(outcomes.filter((_, index) => index % 2 === 0))));
console.log(line("held out", figuresOf(outcomes.filter((_, index) => index % 2 === 1))));
console.log(line("all", all));
printCalibration(outcomes);
const times = outcomes.map(({ milliseconds }) => milliseconds).sort((one, other) => one - other);
console.log(`\nms a search: median ${times[times.length >> 1]?.toFixed(1)}, longest ${times.at(-1)?.toFixed(1)}`);
if (process.argv.includes("--misses")) {
  for (const outcome of outcomes) {
    const isMissed = outcome.article === null ? !outcome.isLow : outcome.place !== 0 || outcome.isLow;
    if (isMissed) console.log(JSON.stringify(outcome));
  }
}
process.exitCode = isAsPromised(all) ? 0 : 1;
