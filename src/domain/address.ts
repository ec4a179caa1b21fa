/**
 * One address for every spelling of a phone number, to name the thread by. It is never sent to:
 * the channel's own spelling (`wa_id`) is kept beside it. Mexico, Argentina and Brazil have numbers that
 * WhatsApp writes with or without a digit after the country (or area) code.
 */
export function canonicalPhone(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  if (/^521\d{10}$/.test(digits)) return `52${digits.slice(3)}`;
  if (/^549\d{10}$/.test(digits)) return `54${digits.slice(3)}`;
  if (/^55\d{2}9[6-9]\d{7}$/.test(digits)) return digits.slice(0, 4) + digits.slice(5);
  return digits;
}

/** What names the thread: the phone where there is one, else the channel's own id of the person. */
export const normalisedAddress = (contact: { phone: string | null; user_id: string | null }): string | null =>
  contact.phone ? canonicalPhone(contact.phone) : contact.user_id;
