import { nearFirst, partsOf } from "./highlights.ts";

/** A text with what was found in it marked; three lines at most. */
export const Highlighted = ({ text, places }: { text: string; places: readonly [number, number][] }) => (
  <span className="words line-clamp-3 text-[0.8125rem] text-muted">
    {partsOf(...nearFirst(text, places)).map(({ from, part, isFound }) =>
      isFound ? (
        <mark key={from} className="rounded-sm bg-note text-note-text">
          {part}
        </mark>
      ) : (
        part
      ),
    )}
  </span>
);
