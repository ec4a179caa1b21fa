import { createHash } from "node:crypto";
import { countryOf } from "./countries.ts";
import type { Contact } from "./model.ts";

const NEW_CONTACT = {
  username: null,
  online: true,
  read_receipts: true,
  auto_read: true,
  on_whatsapp: true,
  share_phone: true,
};

export const newContact = (person: { wa_id: string; name: string; user_id?: string | undefined }): Contact => ({
  wa_id: person.wa_id,
  name: person.name,
  user_id: person.user_id ?? userIdOf(person.wa_id),
  ...NEW_CONTACT,
});

/** People to begin with. In Mexico, WhatsApp writes a 1 after the country code that nobody dials. */
export const PEOPLE: Contact[] = [
  { wa_id: "6281234567890", name: "Budi Santoso" },
  { wa_id: "5215512345678", name: "Sofía Hernández" },
  { wa_id: "4915123456789", name: "Lena Brandt" },
  { wa_id: "2348031234567", name: "Adaeze Okafor" },
].map(newContact);

/** A business-scoped user id: country, dot, digits. The same person has the same one at every start. */
export function userIdOf(waId: string): string {
  const digest = createHash("sha256").update(waId).digest();
  const number = digest.readBigUInt64BE() % 10n ** 17n;
  return `${countryOf(waId)?.code ?? "US"}.${10n ** 17n + number}`;
}
