import * as z from "zod";

/** A text in which there is something to be seen: WhatsApp sends no other. */
export const shown = (blank: string) => z.string().regex(/\S/, blank);

/** A text of a field that people fill in: WhatsApp counts characters, and so does the refusal. */
export const words = (name: string, most: number) =>
  shown(`${name} must not be blank`)
    .refine((text) => [...text].length <= most, `${name} at most ${most} characters`)
    .meta({ maxLength: most });

/** A list of so many things. */
export const listOf = <T extends z.ZodType>(item: T, name: string, most: number) =>
  z
    .array(item)
    .min(1, `at least 1 ${name.replace(/s$/, "")}`)
    .max(most, `at most ${most} ${name}`);

/** Whether no two of them are the same. */
export const differ = (values: readonly unknown[]): boolean => new Set(values).size === values.length;

/** A web address that WhatsApp fetches or opens. */
export const Link = z.url({ protocol: /^https?$/, error: "must be an http(s) address" }).max(2048);
