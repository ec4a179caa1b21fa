import { ApiProblem } from "../../api/problem.ts";
import { textsOf } from "../../locales/text.ts";

/** What is wrong with a field of a body, or with anything in it: `actions.0` finds `actions.0.text`. */
export function faultUnder(error: unknown, path: string): string | null {
  if (!(error instanceof ApiProblem)) return null;
  const fault = error.fields.find(({ field }) => field === path || field.startsWith(`${path}.`));
  return fault ? inWords(fault.detail) : null;
}

/** What is often wrong, in the language that is spoken; else in the API's words. */
function inWords(detail: string): string {
  const t = textsOf("settings");
  if (/^Too small: expected (?:string|array) to have >=1 /.test(detail)) return t("form.needed");
  return /^Too big: expected string/.test(detail) ? t("form.tooLong") : detail;
}

/** Whether the fields themselves say what is wrong. */
export const hasFaults = (error: unknown): boolean => error instanceof ApiProblem && error.fields.length > 0;
