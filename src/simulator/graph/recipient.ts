import type { Fault } from "./errors.ts";

/** What is known of the one that a message is for. */
export interface Recipient {
  known: boolean;
  on_whatsapp: boolean;
  is_sender: boolean;
  blocked: boolean;
  /** Whether the contact wrote to this number in the last 24 hours. */
  window_open: boolean;
}

/** Whether a well-formed message may go out; a template may outside of the window. */
export function checkRecipient(type: string, recipient: Recipient, enforceWindow: boolean): Fault | null {
  if (recipient.is_sender) return { code: 131_021, details: "Recipient phone number cannot be the sender's own." };
  if (recipient.blocked) return { code: 130_403, details: "The business has blocked this user." };
  if (recipient.known && !recipient.on_whatsapp) return { code: 131_026, details: "Message Undeliverable." };
  if (!enforceWindow || recipient.window_open || type === "template") return null;
  const details =
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
  return { code: 131_047, details };
}
