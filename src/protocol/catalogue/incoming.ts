import type * as z from "zod";
import { INCOMING_ANSWERS } from "./incoming-answers.ts";
import { INCOMING_MESSAGES } from "./incoming-messages.ts";
import { INCOMING_TICKETS } from "./incoming-tickets.ts";
import type { IncomingName } from "./names.ts";

/** What services tell this store, by its printed name. Whatever the spelling, what is read is the same. */
export const INCOMING = {
  ...INCOMING_MESSAGES,
  ...INCOMING_ANSWERS,
  ...INCOMING_TICKETS,
} satisfies { [name in IncomingName]: z.ZodType };

/** What is read of each of them. */
export type Incoming = { [name in IncomingName]: z.output<(typeof INCOMING)[name]> };

/** Whether a printed name is one that this store takes in. */
export const isIncoming = (name: string): name is IncomingName => Object.hasOwn(INCOMING, name);
