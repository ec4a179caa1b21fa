import type { Question } from "./question.ts";
import { type SpokenLanguage, wordsIn } from "./words.ts";

type Courtesy = "greeting" | "thanks" | "farewell" | "agreed";

/** Said in every language: the conversation's own is kept. */
const EVERYWHERE: { [kind in Courtesy]: string } = {
  greeting: "hi, hello, hey, hallo",
  thanks: "thanks, thx, tks, ty, thank you",
  farewell: "bye, bye bye",
  agreed: "ok, okay, oke, okey, okk, k",
};

const PHRASES: { [language in SpokenLanguage]: { [kind in Courtesy]: string } } = {
  en: {
    greeting:
      "hi there, hey there, hello there, good morning, good afternoon, good evening, good day, morning, greetings",
    thanks:
      "thank you, thank you so much, thank you very much, thanks a lot, many thanks, thanks so much, cheers, much appreciated",
    farewell: "goodbye, see you, see you later, have a nice day, have a good day, good night, take care",
    agreed:
      "alright, all right, great, perfect, got it, understood, cool, fine, nice, sounds good, i see, noted, awesome",
  },
  es: {
    greeting: "hola, buenas, buenos dias, buenas tardes, buenas noches, buen dia, que tal, holi, hola buenas, saludos",
    thanks: "gracias, muchas gracias, mil gracias, muchisimas gracias, te lo agradezco, se lo agradezco, muy amable",
    farewell: "adios, hasta luego, hasta pronto, chao, chau, nos vemos, que tenga buen dia",
    agreed: "vale, de acuerdo, perfecto, listo, entendido, genial, esta bien, excelente, bueno, dale, muy bien",
  },
  pt: {
    greeting: "ola, oi, bom dia, boa tarde, boa noite, oii, e ai, opa, tudo bem, tudo bom",
    thanks: "obrigado, obrigada, muito obrigado, muito obrigada, valeu, brigado, brigada, agradeco, grato, grata, obg",
    farewell: "tchau, ate logo, ate mais, ate breve, adeus, tenha um bom dia",
    agreed: "certo, beleza, perfeito, entendi, combinado, otimo, ta bom, ta bem, blz, esta bem, tranquilo",
  },
  id: {
    greeting:
      "halo, hai, selamat pagi, selamat siang, selamat sore, selamat malam, pagi, siang, sore, malam, permisi, assalamualaikum, halo kak, hai kak, halo min, pagi kak",
    thanks:
      "terima kasih, terimakasih, makasih, makasi, trims, trimakasih, terima kasih banyak, makasih ya, makasih kak, terima kasih kak, thanks kak, matur nuwun, tq",
    farewell: "sampai jumpa, dadah, sampai nanti",
    agreed: "baik, siap, sip, oke kak, ok kak, baiklah, mantap, baik kak, oke deh, paham",
  },
  vi: {
    greeting: "xin chao, chao, chao ban, chao shop, alo, chao ad, chao em, chao anh, chao chi, shop oi, hi shop",
    thanks: "cam on, cam on ban, cam on shop, cam on nhieu, xin cam on, thank shop, cam on a, cam on nhe",
    farewell: "tam biet, hen gap lai, chao tam biet",
    agreed: "vang, da, duoc roi, ok ban, ok shop, tot, vang a, da vang, uh, uhm, duoc",
  },
  ar: {
    greeting: "مرحبا, اهلا, السلام عليكم, صباح الخير, مساء الخير, هلا, اهلا وسهلا, السلام عليكم ورحمه الله, سلام, هاي",
    thanks: "شكرا, شكرا لك, شكرا جزيلا, مشكور, الف شكر, يعطيك العافيه, تسلم, مشكورين, جزاك الله خيرا",
    farewell: "مع السلامه, الي اللقاء, وداعا, تصبح علي خير",
    agreed: "حسنا, تمام, اوك, طيب, ماشي, ممتاز, اوكي, جيد",
  },
  zh: {
    greeting: "你好, 您好, 早上好, 下午好, 晚上好, 嗨, 哈喽, 在吗, 在么, 你好啊, 大家好, 早, 早安",
    thanks: "谢谢, 谢谢你, 谢谢您, 多谢, 感谢, 非常感谢, 谢谢啦, 谢啦, 辛苦了, 谢了",
    farewell: "再见, 拜拜, 晚安, 回头见",
    agreed: "好的, 好, 行, 可以, 明白, 明白了, 知道了, 嗯, 嗯嗯, 收到, 没问题, 好吧, 好滴",
  },
};

/** A smile or a thumb says as much as a word. */
const AGREEING = /[👍👌✅🆗]/u;
const THANKING = /[🙏❤💙💚💛🧡💜🥰😍😊🤗☺]/u;

/** Whom a courtesy is said to. */
const ADDRESSED =
  /^(kak|kakak|min|gan|bang|bu|pak|mas|mbak|ya|shop|ad|ban|nhieu|nhe|a|team|everyone|all|so much|amigo|amiga)(?= |$)/;

interface Phrase {
  words: string;
  kind: Courtesy;
  /** Null for what is said everywhere. */
  language: SpokenLanguage | null;
}

/** The longest first: "good morning" is no "good". */
const KNOWN: Phrase[] = [
  [null, EVERYWHERE] as const,
  ...(Object.entries(PHRASES) as [SpokenLanguage, typeof EVERYWHERE][]),
]
  .flatMap(([language, kinds]) =>
    Object.entries(kinds).flatMap(([kind, list]) =>
      list.split(", ").map((words): Phrase => ({ words, kind: kind as Courtesy, language })),
    ),
  )
  .sort((a, b) => b.words.length - a.words.length);

/** Nothing longer is mere courtesy. In characters. */
const LONGEST = 80;

/**
 * What is said to a message that is nothing but a courtesy ("hi", "terima kasih", "ok 👍"); null for any other.
 * @param greeting the tenant's own
 */
export function smallTalk(question: Pick<Question, "text" | "language">, greeting: string | null): string | null {
  if (question.text.length > LONGEST) return null;
  const said = courtesiesIn(question.text);
  if (said === null) return null;
  const kinds = said.map(({ kind }) => kind);
  const kind = (["thanks", "farewell", "greeting"] as const).find((one) => kinds.includes(one)) ?? "agreed";
  const language = said.find((one) => one.language !== null)?.language ?? question.language;
  if (kind === "greeting" && greeting !== null) return greeting;
  return wordsIn(language)[kind];
}

/** The courtesies that a text is made of; null where there is anything else in it. */
function courtesiesIn(text: string): Omit<Phrase, "words">[] | null {
  let rest = folded(text);
  const found: Omit<Phrase, "words">[] = [];
  while (rest !== "") {
    const phrase = KNOWN.find(({ words }) => begins(rest, words));
    if (phrase === undefined) return null;
    found.push(phrase);
    rest = rest.slice(phrase.words.length).trim().replace(ADDRESSED, "").trim();
  }
  if (found.length > 0) return found;
  if (THANKING.test(text)) return [{ kind: "thanks", language: null }];
  return AGREEING.test(text) ? [{ kind: "agreed", language: null }] : null;
}

/** Chinese does not part its words. */
const begins = (text: string, words: string): boolean =>
  text.startsWith(words) && (text.length === words.length || text[words.length] === " " || /\p{sc=Han}/u.test(words));

/** Without case, marks, emoji and punctuation; letters drawn out ("holaaa") once. */
const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/đ/g, "d")
    .replace(/[أإآ]/g, "ا")
    .replace(/ة/g, "ه")
    .replace(/ى/g, "ي")
    .replace(/(\p{L})\1{2,}/gu, "$1")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
