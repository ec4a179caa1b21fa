import { locale } from "../../locales/text.ts";

const KILO = 1_000;
const UNITS = ["byte", "kilobyte", "megabyte"] as const;

/** A size in its largest unit: `577 byte`, `1.2 kB`. @param bytes of a file or a text */
export function sizeWords(bytes: number): string {
  const step = bytes < KILO ? 0 : bytes < KILO * KILO ? 1 : 2;
  const form = { style: "unit", unit: UNITS[step], unitDisplay: "short", maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale(), form as Intl.NumberFormatOptions).format(bytes / KILO ** step);
}
