import { urlOf } from "../../../api/client.ts";
import type { Attachment } from "../../../api/types.ts";
import { language } from "../../../locales/text.ts";

/** Where a file's bytes are, to be shown. */
export const sourceOf = ({ id }: Attachment): string => urlOf("getMedia", { id });
/** Where they are, to be saved. */
export const downloadOf = ({ id }: Attachment): string => urlOf("getMedia", { id }, { download: true });

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** 1.2 MB */
export function sizeOf(bytes: number): string {
  const step = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(language(), {
    style: "unit",
    unit: UNITS[step] ?? "byte",
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** A file's kind in a few letters: PDF. */
export function endingOf({ file_name, mime_type }: Attachment): string {
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(file_name ?? "")?.[1] ?? mime_type?.split(/[/;+]/)[1]?.slice(0, 5) ?? "";
  return ending.toUpperCase();
}

/** 1:05 */
export function clockOfSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
