import type { Json } from "./api.ts";
import { asked, eachOf } from "./logs.ts";
import type { Machine } from "./machine.ts";

/** A message as WhatsApp and the phones know it. */
export interface PhoneMessage {
  /** WhatsApp's. */
  id: string;
  direction: "from_customer" | "to_customer";
  status: string;
  timestamp: string;
  text: string;
  /** Our id of the message, that came with it. */
  biz_opaque_callback_data: string | null;
}

/** What every customer's phone shows, by number, in order. */
export async function readPhones(machine: Machine, customers: string[]): Promise<Map<string, PhoneMessage[]>> {
  const found = new Map<string, PhoneMessage[]>();
  await eachOf(customers, async (customer) => {
    const path = `/contacts/${customer}/messages?phone_number_id=${machine.number}`;
    const { messages } = await asked(
      () => machine.phones("GET", path) as Promise<{ status: number; json: Json } | null>,
    );
    found.set(customer, messages);
  });
  return found;
}
