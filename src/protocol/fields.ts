import * as z from "zod";
import { isTimeZone } from "../domain/business-hours.ts";

/**
 * A phone number in any usual spelling; becomes `+` and its digits: at most 15, and no country's code begins with 0 (E.164).
 * As it is dialled within a country it would never meet the person that WhatsApp tells of.
 */
export const Phone = z
  .string()
  .max(50)
  .transform((text) => text.replace(/[\s().-]/g, "").replace(/^00/, "+"))
  .refine((text) => !/^\+?0/.test(text), "lacks its country code: write it as +628123456789")
  .refine((text) => /^\+?\d{5,15}$/.test(text), "must be a phone number with its country code, such as +628123456789")
  .transform((text) => (text.startsWith("+") ? text : `+${text}`))
  .meta({ description: "Phone number with its country code", example: "+628123456789" });

/** An id of a service around us: opaque to us. */
export const OpaqueId = z.string().min(1).max(255, "must have at most 255 characters");

/** A point in time, ISO 8601 in UTC with milliseconds. */
export const Time = z.iso.datetime();

/** The same as callers write it: also with an offset, as RFC 3339 has it. */
export const GivenTime = z.iso
  .datetime({ offset: true, error: "must be a time with its offset from UTC, such as 2027-01-05T09:12:03Z" })
  .transform((text) => new Date(text).toISOString())
  .meta({ description: "RFC 3339, such as 2027-01-05T09:12:03Z or 2027-01-05T16:12:03+07:00" });

/** A day of the calendar as callers write it. */
export const GivenDay = z.iso.date({ error: "must be a day as YYYY-MM-DD", abort: true });

export const TimeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, "must be a time zone of the IANA database, such as Asia/Jakarta")
  .meta({ example: "Asia/Jakarta" });

/** `true` or `false` in a query string: the reference names what it is, not how it is written there. */
export const queryFlag = (description: string) => z.stringbool().meta({ description, type: "boolean" });

/** A whole number in a path or a query string. */
export const queryInteger = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().int().min(least).max(most))
    .meta({ type: "integer", minimum: least, maximum: most });
