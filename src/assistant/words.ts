import type { Language } from "../knowledge/language.ts";

const SPOKEN = ["en", "es", "pt", "id", "vi", "ar", "zh"] as const;

/** A language in which we have words of our own. */
export type SpokenLanguage = (typeof SPOKEN)[number];

export const spokenLanguage = (language: Language | null): SpokenLanguage =>
  SPOKEN.find((one) => one === language) ?? "en";

/** What the AI agent says of its own. */
interface Words {
  greeting: string;
  thanks: string;
  farewell: string;
  agreed: string;
  /** To who has something to ask, and has not asked it. `keyword`: what leads to a person. */
  asking_back(keyword: string): string;
  /** Nothing was found. `keyword`: what leads to a person. */
  unsure(keyword: string): string;
  handing_over: string;
  /** Before the title of the article that was quoted. */
  source: string;
}

const WORDS: { [language in SpokenLanguage]: Words } = {
  en: {
    greeting: "Hello! How can I help you?",
    thanks: "You're welcome! If there is anything else, just write.",
    farewell: "Goodbye, and thank you for writing!",
    agreed: "Alright. If there is anything else, just write.",
    asking_back: (keyword) =>
      `How can I help you? Tell me what it is about, or write “${keyword}” to speak with somebody from our team.`,
    unsure: (keyword) =>
      `I'm sorry, I could not find the answer to that. Somebody from our team can help: just write “${keyword}”.`,
    handing_over: "I'm passing you on to somebody from our team. They will answer you here.",
    source: "Source",
  },
  es: {
    greeting: "¡Hola! ¿En qué puedo ayudarle?",
    thanks: "¡De nada! Si necesita algo más, escríbanos.",
    farewell: "¡Hasta luego y gracias por escribir!",
    agreed: "De acuerdo. Si necesita algo más, escríbanos.",
    asking_back: (keyword) =>
      `¿En qué puedo ayudarle? Cuénteme de qué se trata, o escriba “${keyword}” para hablar con alguien de nuestro equipo.`,
    unsure: (keyword) =>
      `Lo siento, no he encontrado la respuesta. Alguien de nuestro equipo puede ayudarle: escriba “${keyword}”.`,
    handing_over: "Le paso con una persona de nuestro equipo, que le responderá por aquí.",
    source: "Fuente",
  },
  pt: {
    greeting: "Olá! Como posso ajudar?",
    thanks: "De nada! Se precisar de mais alguma coisa, é só escrever.",
    farewell: "Até logo e obrigado por escrever!",
    agreed: "Certo. Se precisar de mais alguma coisa, é só escrever.",
    asking_back: (keyword) =>
      `Como posso ajudar? Conte do que se trata, ou escreva “${keyword}” para falar com alguém da nossa equipe.`,
    unsure: (keyword) =>
      `Desculpe, não encontrei a resposta para isso. Alguém da nossa equipe pode ajudar: escreva “${keyword}”.`,
    handing_over: "Vou passar você para uma pessoa da nossa equipe, que responderá por aqui.",
    source: "Fonte",
  },
  id: {
    greeting: "Halo! Ada yang bisa saya bantu?",
    thanks: "Sama-sama! Kalau ada yang lain, silakan tulis saja.",
    farewell: "Sampai jumpa, terima kasih sudah menghubungi kami!",
    agreed: "Baik. Kalau ada yang lain, silakan tulis saja.",
    asking_back: (keyword) =>
      `Ada yang bisa saya bantu? Ceritakan tentang apa, atau tulis “${keyword}” untuk berbicara dengan tim kami.`,
    unsure: (keyword) => `Maaf, saya tidak menemukan jawabannya. Tim kami bisa membantu: cukup tulis “${keyword}”.`,
    handing_over: "Saya sambungkan dengan tim kami. Mereka akan membalas di sini.",
    source: "Sumber",
  },
  vi: {
    greeting: "Xin chào! Tôi có thể giúp gì cho bạn?",
    thanks: "Không có gì ạ! Nếu cần thêm gì, bạn cứ nhắn nhé.",
    farewell: "Tạm biệt, cảm ơn bạn đã nhắn tin!",
    agreed: "Vâng ạ. Nếu cần thêm gì, bạn cứ nhắn nhé.",
    asking_back: (keyword) =>
      `Tôi có thể giúp gì cho bạn? Bạn hãy cho biết cần hỏi về điều gì, hoặc nhắn “${keyword}” để gặp nhân viên của chúng tôi.`,
    unsure: (keyword) =>
      `Xin lỗi, tôi không tìm thấy câu trả lời cho câu hỏi này. Nhân viên của chúng tôi có thể giúp: bạn hãy nhắn “${keyword}”.`,
    handing_over: "Tôi xin chuyển bạn cho nhân viên của chúng tôi, họ sẽ trả lời bạn tại đây.",
    source: "Nguồn",
  },
  ar: {
    greeting: "مرحبًا! كيف يمكنني مساعدتك؟",
    thanks: "على الرحب والسعة! إذا احتجت إلى شيء آخر فاكتب لنا.",
    farewell: "إلى اللقاء، وشكرًا لتواصلك معنا!",
    agreed: "حسنًا. إذا احتجت إلى شيء آخر فاكتب لنا.",
    asking_back: (keyword) =>
      `كيف يمكنني مساعدتك؟ اكتب لنا ما الموضوع، أو اكتب «${keyword}» للتحدث مع أحد أفراد فريقنا.`,
    unsure: (keyword) => `عذرًا، لم أجد إجابة عن سؤالك. يمكن لأحد أفراد فريقنا مساعدتك: اكتب «${keyword}».`,
    handing_over: "سأحوّلك إلى أحد أفراد فريقنا، وسيرد عليك هنا.",
    source: "المصدر",
  },
  zh: {
    greeting: "您好！请问有什么可以帮您？",
    thanks: "不客气！还有其他问题，请随时留言。",
    farewell: "再见，感谢您的来信！",
    agreed: "好的。还有其他问题，请随时留言。",
    asking_back: (keyword) => `请问有什么可以帮您？请告诉我您想咨询什么，或回复“${keyword}”联系我们的同事。`,
    unsure: (keyword) => `抱歉，我没有找到这个问题的答案。我们的同事可以帮您：请回复“${keyword}”。`,
    handing_over: "我为您转接我们的同事，他们会在这里回复您。",
    source: "来源",
  },
};

export const wordsIn = (language: SpokenLanguage): Words => WORDS[language];
