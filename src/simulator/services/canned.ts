/** The languages that the stand-ins speak; the first is spoken to whoever writes another. */
export const LANGUAGES = ["en", "es", "id", "de"] as const;

export type Language = (typeof LANGUAGES)[number];

type InAll<T> = { [language in Language]: T };

/** What customers ask, by the words that they ask it with, and what they are told. */
const TOPICS: { name: string; words: InAll<string>; answer: InAll<string> }[] = [
  {
    name: "person",
    words: {
      en: "human, person, agent, somebody, representative, operator",
      es: "humano, persona, agente, alguien, asesor",
      id: "orang, manusia, cs, operator, petugas",
      de: "mensch, mitarbeiter, mitarbeiterin, jemand, person",
    },
    answer: {
      en: "Of course. I am getting a colleague, who will read what you wrote.",
      es: "Claro. Busco a una persona de nuestro equipo, que leerá lo que escribió.",
      id: "Baik. Saya panggilkan rekan kami, yang akan membaca pesan Anda.",
      de: "Gern. Ich hole jemanden aus unserem Team, der liest, was Sie geschrieben haben.",
    },
  },
  {
    name: "complaint",
    words: {
      en: "complaint, complain, broken, damaged, twice, wrong, refund, don't have it",
      es: "queja, reclamo, roto, dañado, equivocado, reembolso",
      id: "komplain, keluhan, rusak, salah, refund, kecewa",
      de: "beschwerde, kaputt, beschädigt, falsch, erstattung, reklamation",
    },
    answer: {
      en: "I am sorry to hear that. A colleague will take care of it.",
      es: "Lo siento mucho. Una persona de nuestro equipo se ocupará.",
      id: "Mohon maaf atas hal ini. Rekan kami akan segera membantu.",
      de: "Das tut mir leid. Jemand aus unserem Team kümmert sich darum.",
    },
  },
  {
    name: "hours",
    words: {
      en: "open, opening, close, hours, time do you",
      es: "horario, abren, cierran, abierto",
      id: "buka, tutup, jam",
      de: "öffnungszeiten, geöffnet, öffnen, schließen, offen",
    },
    answer: {
      en: "We are open from Monday to Saturday, 9 am to 7 pm.",
      es: "Abrimos de lunes a sábado, de 9 a 19 horas.",
      id: "Kami buka Senin sampai Sabtu, pukul 09.00–19.00.",
      de: "Wir haben montags bis samstags von 9 bis 19 Uhr geöffnet.",
    },
  },
  {
    name: "order",
    words: {
      en: "order, parcel, package, tracking, on its way",
      es: "pedido, paquete, envío",
      id: "pesanan, paket, resi, dikirim",
      de: "bestellung, paket, sendung, lieferung",
    },
    answer: {
      en: "Your order left our warehouse this morning and should be with you tomorrow.",
      es: "Su pedido salió esta mañana de nuestro almacén y debería llegar mañana.",
      id: "Pesanan Anda sudah dikirim pagi ini dan diperkirakan tiba besok.",
      de: "Ihre Bestellung ist heute Morgen losgegangen und kommt voraussichtlich morgen an.",
    },
  },
  {
    name: "delivery",
    words: {
      en: "ship, shipping, deliver, delivery, postage",
      es: "envíos, entrega, entregan, enviar",
      id: "ongkir, kirim, pengiriman",
      de: "versand, liefern, versenden, porto",
    },
    answer: {
      en: "We deliver everywhere in the country in two to four days. From 50 on it is free.",
      es: "Entregamos en todo el país en dos a cuatro días. A partir de 50 es gratis.",
      id: "Kami mengirim ke seluruh negeri dalam dua sampai empat hari. Mulai dari 50 gratis.",
      de: "Wir liefern im ganzen Land in zwei bis vier Tagen, ab 50 kostenlos.",
    },
  },
  {
    name: "prices",
    words: {
      en: "price, prices, cost, costs, how much, discount",
      es: "precio, precios, cuesta, cuánto, descuento",
      id: "harga, berapa, diskon",
      de: "preis, preise, kostet, kosten, rabatt, rabattcode",
    },
    answer: {
      en: "All prices are in our catalogue, and who takes three pays for two until Sunday.",
      es: "Todos los precios están en nuestro catálogo, y hasta el domingo tres cuestan lo que dos.",
      id: "Semua harga ada di katalog kami, dan sampai hari Minggu beli dua gratis satu.",
      de: "Alle Preise stehen in unserem Katalog, und bis Sonntag gibt es drei zum Preis von zwei.",
    },
  },
  {
    name: "returns",
    words: {
      en: "return, exchange, too small, too big, change the",
      es: "devolver, devolución, cambiar, cambio",
      id: "tukar, retur, kembalikan",
      de: "umtauschen, umtausch, zurückgeben, rückgabe, zurückschicken",
    },
    answer: {
      en: "You can return or exchange anything for 30 days. The label is in the parcel.",
      es: "Puede devolver o cambiar todo durante 30 días. La etiqueta está en el paquete.",
      id: "Semua barang bisa ditukar atau dikembalikan dalam 30 hari. Labelnya ada di dalam paket.",
      de: "Sie können alles 30 Tage lang zurückgeben oder umtauschen. Das Etikett liegt im Paket.",
    },
  },
  {
    name: "payment",
    words: {
      en: "pay, payment, card, invoice",
      es: "pago, pagar, pagos, tarjeta, factura, transferencia",
      id: "bayar, pembayaran, cod, kartu, faktur",
      de: "zahlen, bezahlen, karte, rechnung, überweisung",
    },
    answer: {
      en: "You can pay by card, by transfer or on delivery. The invoice comes by e-mail.",
      es: "Puede pagar con tarjeta, por transferencia o contra entrega. La factura llega por correo.",
      id: "Anda bisa membayar dengan kartu, transfer, atau COD. Fakturnya dikirim lewat e-mail.",
      de: "Sie können mit Karte, per Überweisung oder bei Lieferung zahlen. Die Rechnung kommt per E-Mail.",
    },
  },
  {
    name: "thanks",
    words: {
      en: "thanks, thank you, great, perfect",
      es: "gracias, perfecto",
      id: "terima kasih, makasih, mantap",
      de: "danke, dankeschön, super",
    },
    answer: {
      en: "You are welcome! 🙏",
      es: "¡Con mucho gusto! 🙏",
      id: "Sama-sama! 🙏",
      de: "Sehr gern! 🙏",
    },
  },
  {
    name: "hello",
    words: {
      en: "hi, hello, hey, good morning, good afternoon",
      es: "hola, buenos días, buenas tardes",
      id: "halo, hai, selamat",
      de: "hallo, guten tag, guten morgen",
    },
    answer: {
      en: "What can I do for you? Ask about opening hours, prices, delivery or your order.",
      es: "¿En qué puedo ayudarle? Pregunte por horarios, precios, envíos o su pedido.",
      id: "Ada yang bisa saya bantu? Tanyakan jam buka, harga, pengiriman, atau pesanan Anda.",
      de: "Was kann ich für Sie tun? Fragen Sie nach Öffnungszeiten, Preisen, Versand oder Ihrer Bestellung.",
    },
  },
];

export const GREETINGS: InAll<string> = { en: "Hello", es: "Hola", id: "Halo", de: "Hallo" };

/** What is said when nothing fits. */
export const UNSURE: InAll<string> = {
  en: "I am not sure what you mean. Can you say it in other words?",
  es: "No estoy seguro de entender. ¿Puede decirlo con otras palabras?",
  id: "Maaf, saya belum paham. Bisa dijelaskan dengan kata lain?",
  de: "Ich bin nicht sicher, was Sie meinen. Können Sie es anders sagen?",
};

/** What is said when nothing fits again. */
export const GIVES_UP: InAll<string> = {
  en: "I cannot help with that, so I am getting a colleague.",
  es: "No puedo ayudarle con eso, así que busco a una persona de nuestro equipo.",
  id: "Saya tidak bisa membantu soal itu, jadi saya panggilkan rekan kami.",
  de: "Dabei kann ich nicht helfen, deshalb hole ich jemanden aus unserem Team.",
};

/** What a text is about, and in which language it was asked; null when that cannot be told. */
export function topicOf(text: string): { name: string; language: Language; answer: string } | null {
  const heard = plain(text);
  for (const { name, words, answer } of TOPICS) {
    const language = LANGUAGES.find((one) => words[one].split(", ").some((word) => heard.includes(plain(word))));
    if (language) return { name, language, answer: answer[language] };
  }
  return null;
}

/** Lower case, words apart by one space, with a space at either end, so that only whole words are found. */
export const plain = (text: string): string =>
  ` ${text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}']+/gu, " ")
    .trim()} `;
