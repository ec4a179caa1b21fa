import { textIn } from "./callback.ts";
import type { CloudEvent, Customer, Reaction, StandIn, Surroundings } from "./service.ts";

/** What comes in, and as what it goes back when the customer is known. */
const WITH_USER_INFO: { [received: string]: string } = {
  "whatsapp-business-text-message-received": "whatsapp-business-text-message-with-user-info-received",
  "whatsapp-business-message-received": "whatsapp-business-message-with-user-info-received",
};

/** Fronts the bank's customers: says who is behind a phone number, or gives the message back as it came. */
export const gateway: StandIn = {
  name: "ms-gateway",
  types: Object.keys(WITH_USER_INFO),
  thinks_ms: 50,
  handle: lookUp,
};

function lookUp(event: CloudEvent, { customers, thinks_ms }: Surroundings): Reaction {
  const phone = digits(textIn(event.data.sender));
  const customer = customers.find((one) => digits(one.phone) === phone);
  const { conversation_id, sender, receiver, message_id, message_type, body, payload } = event.data;
  const message = { conversation_id, sender, receiver, message_id, message_type, body, payload };
  const told = customer
    ? { type: WITH_USER_INFO[event.type] ?? event.type, data: { ...message, customer_details: detailsOf(customer) } }
    : { type: event.type, data: message };
  return { says: [{ ...told, after_ms: thinks_ms }] };
}

const digits = (text: string): string => text.replace(/\D/g, "");

const detailsOf = ({ phone: _, ...details }: Customer) => details;
