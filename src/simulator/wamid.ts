import { randomBytes } from "node:crypto";

/** A message id as WhatsApp makes them: base64 around the customer's number and twenty hexadecimal digits. */
export function newWamid(waId: string, direction: "from_customer" | "to_customer"): string {
  const phone = Buffer.from(waId, "latin1");
  const unique = Buffer.from(randomBytes(10).toString("hex").toUpperCase(), "latin1");
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, phone.length]),
    phone,
    Buffer.from([0x15, 0x02, 0x00, direction === "from_customer" ? 0x12 : 0x11, 0x18, unique.length]),
    unique,
    Buffer.from([0x00]),
  ]);
  return `wamid.${bytes.toString("base64")}`;
}
