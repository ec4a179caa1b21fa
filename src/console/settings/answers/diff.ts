/** A line of two texts: in both, only in the one before, or only in the one after. */
export interface DiffLine {
  is: "same" | "removed" | "added";
  text: string;
}

/** Beyond so many comparisons the middle is told as replaced as a whole. */
const MOST_COMPARISONS = 4_000_000;

/** What changed from one text to another, line by line. */
export function diffOf(before: string, after: string): DiffLine[] {
  const [old, young] = [before.split("\n"), after.split("\n")];
  let head = 0;
  while (head < old.length && head < young.length && old[head] === young[head]) head++;
  let tail = 0;
  while (tail < old.length - head && tail < young.length - head && old.at(-1 - tail) === young.at(-1 - tail)) tail++;
  const middle = changed(old.slice(head, old.length - tail), young.slice(head, young.length - tail));
  return [...as("same", old.slice(0, head)), ...middle, ...as("same", old.slice(old.length - tail))];
}

const as = (is: DiffLine["is"], lines: string[]): DiffLine[] => lines.map((text) => ({ is, text }));

/** By the longest lines that both have in the same order. */
function changed(old: string[], young: string[]): DiffLine[] {
  if (old.length * young.length > MOST_COMPARISONS) return [...as("removed", old), ...as("added", young)];
  const width = young.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = young.length - 1; j >= 0; j--)
      longest[i * width + j] = old[i] === young[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length && j < young.length) {
    if (old[i] === young[j]) {
      lines.push({ is: "same", text: old[i] ?? "" });
      i++;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) lines.push({ is: "removed", text: old[i++] ?? "" });
    else lines.push({ is: "added", text: young[j++] ?? "" });
  }
  return [...lines, ...as("removed", old.slice(i)), ...as("added", young.slice(j))];
}

/** Long runs that did not change, as how many lines they are. @param around lines kept beside a change */
export function folded(lines: DiffLine[], around = 3): (DiffLine | { is: "folded"; count: number })[] {
  const isNear = lines.map((_, index) => lines.slice(Math.max(0, index - around), index + around + 1).some(isChange));
  const shown: (DiffLine | { is: "folded"; count: number })[] = [];
  lines.forEach((line, index) => {
    const last = shown.at(-1);
    if (isNear[index]) shown.push(line);
    else if (last?.is === "folded") last.count++;
    else shown.push({ is: "folded", count: 1 });
  });
  return shown;
}

const isChange = ({ is }: DiffLine): boolean => is !== "same";
