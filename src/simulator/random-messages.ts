import { countryOf } from "./countries.ts";

/** What people ask shops, by language. */
const QUESTIONS: Record<string, string[]> = {
  en: [
    "Hi! Is my order #48213 on its way?",
    "Good afternoon, do you have the blue jacket in size M?",
    "What time do you close today?",
    "The parcel says delivered but I don't have it 😕",
    "Can I still change the delivery address?",
    "Do you ship to Abuja, and how long does it take?",
    "I'd like to return a pair of shoes, they're too small.",
    "Is there a discount if I take three of them?",
    "Which of the two has the better battery?",
    "Hello, can I pay on delivery?",
    "I was charged twice. Can somebody check please?",
    "Thanks, that was quick! 🙏",
    "I want to speak to a human",
  ],
  id: [
    "Halo kak, apakah barangnya masih ada?",
    "Pesanan saya nomor 48213 sudah dikirim belum ya?",
    "Berapa ongkir ke Surabaya?",
    "Bisa COD kak?",
    "Kalau ukurannya tidak pas, bisa tukar?",
    "Tokonya buka sampai jam berapa hari ini?",
    "Warna hitamnya ready kak? 🙏",
  ],
  es: [
    "Hola, ¿tienen envíos a Guadalajara?",
    "Buenas tardes, ¿cuánto cuesta la licuadora roja?",
    "¿Ya salió mi pedido 48213?",
    "¿Puedo recogerlo en la tienda mañana?",
    "Me llegó el color equivocado 😞 ¿lo pueden cambiar?",
    "¿Aceptan pagos con transferencia?",
    "¿Me pueden enviar la factura, por favor?",
  ],
  de: [
    "Guten Tag, wann kommt meine Bestellung 48213 an?",
    "Haben Sie das Modell auch in Grün?",
    "Kann ich das Paket in der Filiale abholen?",
    "Ich würde gern umtauschen – die Größe passt leider nicht.",
    "Wie lange gilt der Rabattcode?",
    "Könnte ich eine Rechnung mit Mehrwertsteuer bekommen?",
  ],
  pt: ["Oi, vocês entregam no Recife?", "Bom dia! Qual o prazo de entrega?", "Posso pagar com Pix?"],
  fr: ["Bonjour, avez-vous cette robe en 38 ?", "Où en est ma commande, s'il vous plaît ?"],
  hi: ["नमस्ते, क्या यह साड़ी लाल रंग में मिलेगी?", "मेरा ऑर्डर कब तक आएगा?"],
  ar: ["مرحبا، هل التوصيل مجاني؟", "متى يصل طلبي من فضلكم؟"],
  ja: ["こんにちは、在庫はありますか？", "送料はいくらですか？"],
  it: ["Ciao, fate spedizioni in Sicilia?"],
  tr: ["Merhaba, kargo ücreti ne kadar?"],
};

const ALL = Object.values(QUESTIONS).flat();

/** Something that this person might ask, in their own language three times out of four. `random` gives [0, 1). */
export function randomMessage(waId: string, random: () => number): string {
  const own = QUESTIONS[countryOf(waId)?.language ?? "en"] ?? [];
  const choices = own.length > 0 && random() < 0.75 ? own : ALL;
  return choices[Math.floor(random() * choices.length)] ?? "Hello?";
}
