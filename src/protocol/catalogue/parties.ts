import * as z from "zod";
import { idOf, Name, optionalId, payload } from "./reading.ts";

/** An end of a channel, as a service names it. */
export interface Party {
  /** As it was sent: a number in any spelling, or an id. Null where only a name was said. */
  id: string | null;
  /** The same as `+` and digits where it is a phone number. */
  phone: string | null;
  /** The same where it is none, such as WhatsApp's business-scoped user id. */
  user_id: string | null;
  display_name: string | null;
}

/** What the seeds put before an address to say by which channel it is. */
const CHANNEL = /^(wa|whatsapp|tel)[.:]/i;

/** A number as people and programs write it. */
const PHONE = /^\+?[\d\s().-]+$/;

/** Reads an address; `phone` stays null where the text is no phone number with its country code. */
export function partyOf(address: string | null, display_name: string | null): Party {
  const id = address === null ? null : address.trim().replace(CHANNEL, "");
  const digits = id !== null && PHONE.test(id) ? id.replace(/\D/g, "") : "";
  const phone = digits.length >= 5 && digits.length <= 15 ? `+${digits}` : null;
  return { id, phone, user_id: phone === null ? id : null, display_name };
}

const ADDRESS = "a phone number with its country code, or an id";
const address = idOf(ADDRESS);

const PartyFields = payload(
  {
    phone_number: optionalId(ADDRESS),
    id: optionalId(ADDRESS),
    display_name: Name,
  },
  { phone_number: ["phone", "wa_id"], id: ["user_id", "agent_id"], display_name: ["name"] },
).transform((said) => partyOf(said.phone_number ?? said.id, said.display_name));

/** A sender or receiver: a text, or an object that names it. */
export const Party = z
  .union([address.transform((text) => partyOf(text, null)), PartyFields], {
    error: ({ input }) =>
      input === undefined || input === null
        ? "is missing: it must be a phone number with its country code, or an object with phone_number or id"
        : "must be a phone number with its country code, or an object with phone_number or id",
  })
  .meta({ description: "A phone number or an id, or an object with `phone_number` or `id`, and a `display_name`" });

/** A party by which somebody can be found. */
export const Addressed = Party.refine(({ id }) => id !== null, {
  error: "must name somebody by phone_number or id: by a display_name alone nobody is found",
});

/** A human of the service that keeps the tickets. */
export interface Person {
  agent_id: string;
  display_name: string | null;
}

const AGENT = "the agent's id";
const agentId = idOf(AGENT);

/** An agent: `{agent_id, display_name?}`, or the id alone. */
export const Agent = z.union(
  [
    agentId.transform((agent_id): Person => ({ agent_id, display_name: null })),
    payload({ agent_id: agentId, display_name: Name }, { agent_id: ["id"], display_name: ["name"] }).transform(
      ({ agent_id, display_name }): Person => ({ agent_id, display_name }),
    ),
  ],
  { error: "must say who: an object with agent_id" },
);

/** A program that answers: which one it is, and of which version. */
export const AgentDetails = payload(
  {
    agent_id: optionalId(AGENT),
    codename: optionalId("the agent's name among developers"),
    version: optionalId("the agent's version"),
    display_name: Name,
  },
  { agent_id: ["id"], display_name: ["name"] },
).transform(({ agent_id, codename, version, display_name }) => ({ agent_id, codename, version, display_name }));

/** What the business knows of who writes. */
export interface KnownCustomer {
  id: string;
  details: Record<string, unknown>;
}

/** Details go with the contact into every command: they are kept small. */
const LONGEST_DETAILS = 4096;

/** The seeds' record of a customer: `codigo_cliente`, and what else the service tells. Without it nobody is known. */
export const Customer = payload(
  {
    codigo_cliente: optionalId("the customer's id").meta({ description: "The business's own id of the customer" }),
  },
  { codigo_cliente: ["customer_id"] },
).transform(({ codigo_cliente, customer_id: _, ...details }, context): KnownCustomer | null => {
  if (codigo_cliente === null) return null;
  if (JSON.stringify(details).length <= LONGEST_DETAILS) return { id: codigo_cliente, details };
  const message = `must print to at most ${LONGEST_DETAILS} characters of JSON: send what an answer needs, not all that is known`;
  context.issues.push({ code: "custom", message, input: details });
  return z.NEVER;
});
