import { countryOf } from "./countries.ts";
import { type BusinessNumber, type Contact, chatKey, isShown, type Media, type Message } from "./model.ts";
import type { Simulator } from "./simulator.ts";

/** A number as it may be shown: without its secrets. */
export function numberView(number: BusinessNumber) {
  const { phone_number_id, waba_id, display_phone_number, name, webhook_url, verified, verification } = number;
  return { phone_number_id, waba_id, display_phone_number, name, webhook_url, verified, verification };
}

export function contactView(contact: Contact) {
  const country = countryOf(contact.wa_id);
  return { ...contact, country: country?.name ?? null, calling_code: country?.calling_code ?? null };
}

export const messageView = (message: Message): Message => message;

export const mediaView = ({ id, mime_type, file_size, sha256, filename }: Media) => ({
  media_id: id,
  mime_type,
  file_size,
  sha256,
  filename,
});

/** All that the phone page shows before it opens a chat, and the point in the feed from which to go on. */
export function snapshotOf({ state, feed, services, console }: Simulator) {
  const numbers = state.all("number");
  const contacts = state.all("contact");
  const chats = numbers.flatMap(({ phone_number_id }) =>
    contacts.map(({ wa_id }) => {
      const key = chatKey({ phone_number_id, wa_id });
      const seen_at = state.get("chat", key)?.seen_at ?? "";
      const isUnread = (message: Message) =>
        isShown(message) && message.direction === "to_customer" && message.timestamp > seen_at;
      const unread = state.messagesOf(key).filter(isUnread).length;
      return { phone_number_id, wa_id, unread, last_message: state.lastMessageOf(key) ?? null };
    }),
  );
  return {
    cursor: feed.cursor,
    numbers: numbers.map(numberView),
    contacts: contacts.map(contactView),
    chats: chats.filter(({ last_message }) => last_message !== null),
    settings: state.settings,
    services: services.views(),
    console,
  };
}
