/** Units in which people say how long something takes, in seconds. */
export const UNITS = { second: 1, minute: 60, hour: 3_600, day: 86_400 } as const;
export type Unit = keyof typeof UNITS;

/** The largest unit in which a span of seconds is a whole number. */
export function unitOf(seconds: number, units: readonly Unit[]): Unit {
  const fitting = units.filter((unit) => seconds % UNITS[unit] === 0);
  return fitting.reduce<Unit>(
    (best, unit) => (UNITS[unit] > UNITS[best] ? unit : best),
    fitting[0] ?? units[0] ?? "second",
  );
}

/** What was typed as seconds; null where it is no positive number. */
export function secondsOf(text: string, unit: Unit): number | null {
  const count = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(count) || count <= 0 ? null : Math.round(count * UNITS[unit] * 10) / 10;
}
