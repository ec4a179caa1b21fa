import type { CountName, Entry } from "./cell.ts";

const MINUTE_MS = 60_000;

/** So many minutes are told, the one under way included. */
const MINUTES = 60;

/** What passed in a minute: what customers said, what we said, and what failed. */
type Figures = [received: number, said: number, failed: number];

/** How a tenant's messages pass: by minutes since 1970, those of the last hour, and how many of ours wait to be sent. */
export interface Pulse {
  minutes: { [minute: string]: Figures };
  waiting: number;
}

export const NO_PULSE: Pulse = { minutes: {}, waiting: 0 };

/** What one event adds. `at`: epoch milliseconds; `waiting`: less than nothing for what waits no longer. */
export interface Beat {
  at: number;
  figures: Figures;
  waiting: number;
}

/** The counts that make each figure, as reports have them. */
const COUNTED: readonly (readonly CountName[])[] = [
  ["received"],
  ["said:agent", "said:llm", "said:flow", "said:system"],
  ["status:failed"],
];

/** What an event adds to the pulse; null where that is nothing. */
export function beatOf(at: number, entries: readonly Entry[], waiting: number): Beat | null {
  const figures = COUNTED.map((names) =>
    entries.reduce((sum, entry) => ("count" in entry && names.includes(entry.count) ? sum + entry.by : sum), 0),
  ) as Figures;
  return waiting === 0 && figures.every((figure) => figure === 0) ? null : { at, figures, waiting };
}

/** The pulse after some beats. What is older than an hour is left out: a history that is taken in is no news. */
export function afterBeats(pulse: Pulse, beats: readonly Beat[], now: number): Pulse {
  const first = firstMinute(now);
  const minutes = Object.fromEntries(Object.entries(pulse.minutes).filter(([minute]) => Number(minute) >= first));
  for (const { at, figures } of beats) {
    const minute = Math.floor(at / MINUTE_MS);
    if (minute < first || figures.every((figure) => figure === 0)) continue;
    const known = minutes[minute] ?? [0, 0, 0];
    minutes[minute] = known.map((figure, index) => figure + (figures[index] ?? 0)) as Figures;
  }
  const waiting = beats.reduce((sum, beat) => sum + beat.waiting, pulse.waiting);
  return { minutes, waiting: Math.max(0, waiting) };
}

/** What passed in one minute, and when it began (ISO 8601). */
export interface Minute {
  at: string;
  messages_in: number;
  messages_out: number;
  failed: number;
}

/** Each of the last sixty minutes, the oldest first; the last one is not over yet. */
export function minutesOf({ minutes }: Pulse, now: number): Minute[] {
  return Array.from({ length: MINUTES }, (_, index) => {
    const minute = firstMinute(now) + index;
    const [messages_in, messages_out, failed] = minutes[minute] ?? [0, 0, 0];
    return { at: new Date(minute * MINUTE_MS).toISOString(), messages_in, messages_out, failed };
  });
}

const firstMinute = (now: number): number => Math.floor(now / MINUTE_MS) - MINUTES + 1;
