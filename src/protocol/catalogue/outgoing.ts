import * as z from "zod";
import type { Event } from "../../domain/events.ts";
import { VoipbinConversation, VoipbinMessage } from "../voipbin.ts";
import { CONTROL_FACTS } from "./facts-control.ts";
import { CONVERSATION_FACTS } from "./facts-conversation.ts";
import { MESSAGE_FACTS } from "./facts-messages.ts";
import { type FacadeName, LOG_EVENT_NAMES, type SubscriptionName } from "./names.ts";
import { COMMANDS } from "./outgoing-commands.ts";
import { printed } from "./outgoing-document.ts";
import { type FactEntries, type FactEntry, factSchema } from "./outgoing-events.ts";

const FACTS: FactEntries<Event["type"]> = { ...CONVERSATION_FACTS, ...CONTROL_FACTS, ...MESSAGE_FACTS };

/** How the catalogue describes an event of the log. */
export const factOf = (type: Event["type"]): FactEntry => FACTS[type];

/** What a subscription itself is told of. */
const SUBSCRIPTION_EVENTS = {
  "subscription.test": z.looseObject({ ...printed, subscription_id: z.string() }),
  "subscription.disabled": z.looseObject({
    ...printed,
    subscription_id: z.string(),
    url: z.string().optional(),
    reason: z.string(),
  }),
} satisfies { [name in SubscriptionName]: z.ZodType };

/** VoIPBIN's events: its own shapes, with nothing of ours in them. */
const FACADE = {
  conversation_created: VoipbinConversation,
  conversation_updated: VoipbinConversation,
  conversation_deleted: VoipbinConversation,
  conversation_message_created: VoipbinMessage,
  conversation_message_updated: VoipbinMessage,
  conversation_message_deleted: VoipbinMessage,
} satisfies { [name in FacadeName]: z.ZodType };

/** The schema of everything that this store tells, by its printed name. */
export const OUTGOING: { [name: string]: z.ZodType } = {
  ...COMMANDS,
  ...SUBSCRIPTION_EVENTS,
  ...Object.fromEntries(LOG_EVENT_NAMES.map((type) => [type, factSchema(type, FACTS[type].shape)])),
  ...FACADE,
};
