import { expect, test } from "vitest";
import { languageOf } from "../../src/knowledge/language.ts";
import { meantBy } from "../../src/knowledge/spelling.ts";
import { stem } from "../../src/knowledge/stem.ts";
import { wordsOf } from "../../src/knowledge/words.ts";

test.each([
  ["en", "returns returned returning"],
  ["en", "pay payment payments paying"],
  ["en", "deliver delivery delivered"],
  ["es", "reembolso reembolsos reembolsar reembolsado"],
  ["pt", "entrega entregas entregar entregando"],
  ["id", "kirim mengirim pengiriman dikirim"],
  ["id", "tukar menukar penukaran ditukar"],
  ["ar", "مقاس المقاسات مقاسات"],
  ["ar", "فاتورة الفواتير"],
] as const)("%s: forms of one word have one stem: %s", (language, forms) => {
  const stems = wordsOf(forms).map(({ text }) => stem(text, language));
  expect(new Set(stems).size, stems.join(" ")).toBe(1);
});

test.each([
  ["en", "how long does it take to get my money back?"],
  ["es", "cuánto tarda en llegar mi pedido"],
  ["pt", "não chegou minha encomenda ainda"],
  ["id", "barang saya belum sampai, gimana ya"],
  ["vi", "đơn hàng của mình tới đâu rồi"],
  ["ar", "أين طلبي"],
  ["zh", "什么时候到"],
  ["ja", "返品はできますか"],
  ["ko", "배송은 언제 되나요"],
  ["th", "ส่งของเมื่อไหร่"],
  ["zh", "请问iPhone 15 Pro Max多少钱"],
  ["ar", "كم سعر iPhone 15 Pro Max؟"],
  ["id", "Alhamdulillah sudah sampai"],
  ["id", "mahal lho"],
  ["vi", "Áo dài"],
  ["vi", "Tôi Muốn Mua Áo"],
  ["en", "Do you ship to São Paulo?"],
  ["pt", "olha a minha encomenda"],
  [null, "ana@gmail.com"],
  [null, "https://www.instagram.com/p/abc"],
  [null, "amazon.com"],
  [null, "iphone 15 pro max"],
  [null, "k"],
  [null, "ok 123"],
  [null, ""],
] as const)("TU11 the language of a question is told: %s", (language, question) => {
  expect(languageOf(question)).toBe(language);
});

test("words are compared without accents, case and dragged letters; spaceless scripts by character", () => {
  expect(wordsOf("PLEEEASE Devolución iPhone手机").map(({ text }) => text)).toEqual([
    "please",
    "devolucion",
    "iphone",
    "手",
    "机",
  ]);
});

test("a wrong letter is forgiven, two in a long word, none in a short one", () => {
  const known = ["return", "warranty", "guarantee", "size"];
  expect(meantBy("retrun", known)).toEqual(["return"]);
  expect(meantBy("garantee", known)).toEqual(["guarantee"]);
  expect(meantBy("sze", known)).toEqual([]);
});
