import type { SpokenLanguage } from "./words.ts";

/**
 * What people write that is no question: they greet, thank, take leave and agree, or only say that they have something
 * to ask. `yes`: alone, to nothing that was asked. `address`: whom it is said to, which alone is a call. `aside`: what goes
 * with any of these, and is nothing alone.
 */
export type Courtesy = "greeting" | "thanks" | "farewell" | "agreed" | "asking" | "yes" | "address" | "aside";

type Phrases = { [kind in Courtesy]: string };

/** Said in every language: the conversation's own is kept. */
export const EVERYWHERE: Phrases = {
  greeting: "bonjour, salut, ciao, namaste, hi, hello, hey, hallo, p, ping, test, tes",
  thanks: "merci, grazie, danke, arigato, thanks, thx, tks, thank you, thank u, ty",
  farewell: "bye, bye bye",
  agreed: "haha, hahaha, hahahaha, hehe, hehehe, lol, xd, wow, ok, okay, oke, okey, okk, k, okis",
  asking: "info, help, sos",
  yes: "please, pls, plz, yes",
  address: "bro, sis, boss, admin, team",
  aside: "super",
};

/** Written without regard to case, accents, signs and doubled letters; parted by commas. */
export const COURTESIES: { [language in SpokenLanguage]: Phrases } = {
  en: {
    greeting:
      "good morning, good afternoon, good evening, good day, morning, afternoon, evening, greetings, how are you, how are you doing, hope you are well, hope you are doing well, hope you're well, hope you're doing well, nice to meet you, sup, yo, howdy",
    thanks:
      "many thanks, cheers, much appreciated, appreciate it, appreciate that, i appreciate it, i appreciate that, i really appreciate it, really appreciate it, appreciated, no thanks, no thank you, that helps, that helped, that was helpful, very helpful, so helpful, great help, you are the best, you're the best, you are very kind, very kind, so kind of you, god bless, god bless you",
    farewell:
      "goodbye, good bye, bye for now, see you, see ya, see you later, see you soon, see you tomorrow, talk soon, talk later, talk to you later, have a nice day, have a good day, have a great day, have a lovely day, have a nice evening, have a good evening, have a nice weekend, have a good weekend, have a good one, good night, take care",
    agreed:
      "sorry, i'm sorry, i am sorry, my bad, never mind, nevermind, forget it, same here, alright, all right, great, perfect, got it, gotcha, understood, i understand, cool, fine, that's fine, that is fine, nice, very good, very well, sounds good, sounds great, i see, noted, awesome, amazing, excellent, wonderful, lovely, brilliant, makes sense, good to know, no problem, no worries, all good, done, will do, ah, oh, no, nope, nothing, nothing else, that's all, that is all, that will be all, that's it, that is it",
    asking:
      "i'm interested, i am interested, interested, question, i have a question, i have a quick question, i have another question, i have some questions, i have questions, i had a question, i've got a question, quick question, can i ask something, can i ask you something, can i ask a question, can i ask you a question, may i ask something, may i ask a question, i want to ask something, i wanted to ask something, i would like to ask something, i'd like to ask something, i want to ask, i want to ask a question, can you help, can you help me, can you please help me, could you help me, could you please help me, can someone help me, can anyone help me, can anybody help me, will you help me, i need help, i need some help, i need your help, i need assistance, help me, please help, please help me, help please, assistance, anyone there, is anyone there, anybody there, is anybody there, someone there, is someone there, are you there, you there, i need information, i need some information, i want information, i would like information, i'd like information, i would like more information, i'd like more information, i want more information, i need more information, more information, more info, information, can i get more info, can i get more info on this, can i get more information, can i get more information on this, i want to know more, tell me more",
    yes: "yeah, yep, yes please",
    address:
      "there, all, everyone, everybody, guys, folks, sir, madam, ma'am, mam, miss, dear, mate, friend, my friend, brother, sister, buddy",
    aside:
      "too, as well, ahead, sir or madam, so much, very much, a lot, again, anyway, then, now, so far, and, but, to you, you too, to you too, same to you, to all, indeed, really, today, for now, just, for everything, for all, for that, for this, for your help, for the help, for all your help, for helping, for helping me, for your time, for your patience, for your support, for your assistance, for your service, for your reply, for the reply, for your quick reply, for the quick reply, for replying, for your response, for the response, for the quick response, for your quick response, for your answer, for the answer, for the info, for the information, for letting me know, for the update, for explaining, for contacting me",
  },
  es: {
    greeting:
      "hola, buenas, buenos dias, buenas tardes, buenas noches, buen dia, que tal, holi, saludos, muy buenas, muy buenos dias, muy buenas tardes, muy buenas noches, como esta, como estas, como estan, como va, disculpe, disculpa, disculpen, oye, oiga, alo, aló",
    thanks:
      "gracias, muchas gracias, mil gracias, muchisimas gracias, infinitas gracias, grax, te lo agradezco, se lo agradezco, les agradezco, le agradezco, te agradezco, se agradece, muy amable, muy amables, que amable, no gracias, dios le bendiga, dios te bendiga, bendiciones, me ayudo mucho, de mucha ayuda",
    farewell:
      "adios, hasta luego, hasta pronto, hasta mañana, hasta la proxima, chao, chau, nos vemos, que tenga buen dia, que tengas buen dia, que tengan buen dia, que tenga un buen dia, que tengas un buen dia, que tengan un buen dia, que tenga buena tarde, que tengas buena tarde, que tenga buena noche, que tengas buena noche, buen fin de semana, feliz dia, feliz tarde, feliz noche, lindo dia, cuidese, cuidate, que este bien, que estes bien",
    agreed:
      "perdon, perdone, lo siento, no importa, olvidelo, olvidalo, jaja, jajaja, jajajaja, vale, de acuerdo, perfecto, listo, entendido, entiendo, ya entendi, comprendo, genial, esta bien, excelente, bueno, dale, muy bien, claro, claro que si, por supuesto, estupendo, buenisimo, me parece bien, sale, va, ah ya, ah bueno, que bien, que bueno, no, no hay problema, sin problema, eso es todo, eso seria todo, nada mas, no nada mas, solo eso, era eso",
    asking:
      "me interesa, estoy interesado, estoy interesada, pregunta, una pregunta, consulta, una consulta, una duda, tengo una pregunta, tengo preguntas, tengo una duda, tengo dudas, tengo una consulta, quiero hacer una pregunta, quisiera hacer una pregunta, quiero hacer una consulta, quisiera hacer una consulta, queria hacer una consulta, queria hacer una pregunta, puedo hacer una pregunta, puedo hacer una consulta, puedo preguntar algo, puedo hacerle una pregunta, le hago una consulta, quiero preguntar algo, quisiera preguntar algo, queria preguntar algo, me puede ayudar, me puedes ayudar, me pueden ayudar, me podria ayudar, me podrias ayudar, me podrian ayudar, puede ayudarme, puedes ayudarme, pueden ayudarme, podria ayudarme, me ayuda, me ayudas, me ayudan, necesito ayuda, necesito su ayuda, necesito tu ayuda, ayuda, ayuda por favor, ayudeme, ayudame, hay alguien, hay alguien ahi, alguien ahi, estan ahi, esta ahi, informacion, mas informacion, informes, necesito informacion, quiero informacion, quisiera informacion, necesito mas informacion, quiero mas informacion, quisiera mas informacion, me gustaria mas informacion, me da informacion, me das informacion, me pueden dar informacion, me puede dar informacion, quiero saber mas, quisiera saber mas",
    yes: "por favor, porfa, porfavor, si, si por favor",
    address:
      "amigo, amiga, amigos, señor, señora, señorita, equipo, todos, todas, a todos, joven, estimados, estimado, estimada",
    aside:
      "muy, mucho, y, pues, entonces, ya, tambien, igualmente, de nuevo, otra vez, por ahora, por todo, por su ayuda, por tu ayuda, por la ayuda, por ayudarme, por su tiempo, por tu tiempo, por su atencion, por tu atencion, por la atencion, por su apoyo, por tu apoyo, por el apoyo, por su respuesta, por tu respuesta, por la respuesta, por responder, por contestar, por la informacion, por su informacion, por tu informacion, por la info, por avisar, a usted, a ustedes, a ti",
  },
  pt: {
    greeting:
      "ola, oi, bom dia, boa tarde, boa noite, e ai, opa, tudo bem, tudo bom, tudo certo, tudo joia, como vai, como voce esta, com licenca, bom dia a todos",
    thanks:
      "obrigado, obrigada, muito obrigado, muito obrigada, obg, obgd, obgda, valeu, vlw, brigado, brigada, brigadao, agradeco, agradecido, agradecida, eu agradeco, grato, grata, gratidao, muito gentil, nao obrigado, nao obrigada, deus abencoe, deus te abencoe, ajudou muito",
    farewell:
      "tchau, ate logo, ate mais, ate breve, ate amanha, ate a proxima, adeus, tenha um bom dia, tenha um otimo dia, tenha uma boa tarde, tenha uma otima tarde, tenha uma boa noite, tenham um bom dia, bom fim de semana, otimo dia, um abraco, abraco, abracos, fica com deus, falou, flw, bom trabalho",
    agreed:
      "desculpa, desculpe, foi mal, deixa pra la, tanto faz, rsrs, kkk, kkkk, kkkkk, certo, beleza, perfeito, entendi, entendido, combinado, otimo, ta bom, ta bem, ta certo, blz, esta bem, tranquilo, show, show de bola, maravilha, legal, que bom, bacana, claro, com certeza, sem problema, sem problemas, fechado, excelente, ah ta, nao, so isso, e so isso, era so isso, mais nada, nada mais, por enquanto e so",
    asking:
      "tenho interesse, estou interessado, estou interessada, me interessa, duvida, uma duvida, uma pergunta, pergunta, tenho uma duvida, tenho duvidas, tenho uma pergunta, tenho perguntas, queria tirar uma duvida, quero tirar uma duvida, gostaria de tirar uma duvida, preciso tirar uma duvida, quero fazer uma pergunta, queria fazer uma pergunta, gostaria de fazer uma pergunta, posso fazer uma pergunta, posso perguntar uma coisa, queria perguntar uma coisa, pode me ajudar, podem me ajudar, poderia me ajudar, voce pode me ajudar, voces podem me ajudar, consegue me ajudar, me ajuda, me ajude, me ajudem, preciso de ajuda, preciso de uma ajuda, preciso da sua ajuda, ajuda, ajuda por favor, tem alguem ai, alguem ai, informacao, informacoes, uma informacao, mais informacoes, preciso de informacoes, preciso de uma informacao, quero informacoes, queria informacoes, quero mais informacoes, queria mais informacoes, gostaria de informacoes, gostaria de uma informacao, gostaria de mais informacoes, preciso de mais informacoes, quero saber mais, gostaria de saber mais",
    yes: "por favor, pfv, por gentileza, sim, sim por favor",
    address:
      "amigo, amiga, moço, moça, senhor, senhora, querida, querido, pessoal, gente, galera, equipe, a todos, todos, prezados",
    aside:
      "muito, mesmo, demais, e, tambem, viu, ai, entao, por enquanto, de novo, novamente, mais uma vez, a voce, a voces, pra voce, pra voces, para voce, para voces, voce tambem, igualmente, por tudo, pela ajuda, pela sua ajuda, por ajudar, por me ajudar, pela atencao, pela sua atencao, pela informacao, pelas informacoes, pela resposta, por responder, pelo retorno, pelo atendimento, pelo apoio, pelo seu tempo",
  },
  id: {
    greeting:
      "halo, hai, hay, hei, selamat pagi, selamat siang, selamat sore, selamat malam, met pagi, met siang, met sore, met malam, pagi, siang, sore, malam, permisi, punten, apa kabar, assalamualaikum, assalamu alaikum, asalamualaikum, assalamualaikum wr wb, ass wr wb, waalaikumsalam, salam",
    thanks:
      "terima kasih, terimakasih, trimakasih, trima kasih, terimakasi, makasih, makasi, mksh, mksih, mkasih, trims, tengkyu, tenkyu, suwun, matur nuwun, matur suwun, hatur nuhun, nuhun, syukron, jazakallah, jazakumullah, tq, tidak terima kasih, gak makasih, ga makasih, nggak makasih, sangat membantu, membantu sekali",
    farewell:
      "sampai jumpa, sampai ketemu, sampai bertemu, dadah, dah, sampai nanti, sampai besok, selamat tinggal, selamat istirahat, selamat beristirahat, wassalamualaikum, wassalam, sehat selalu, semoga sehat selalu, sukses selalu, semoga sukses",
    agreed:
      "maaf, mohon maaf, maaf ya, gak jadi, ga jadi, nggak jadi, tidak jadi, wkwk, wkwkwk, wkwkwkwk, baik, siap, sip, baiklah, mantap, mantul, paham, mengerti, saya mengerti, saya paham, ngerti, bagus, keren, oh gitu, oh begitu, gitu, oalah, oh iya, oh ya, owh, tidak, tidak ada, ga ada, gak ada, nggak ada, tidak ada lagi, itu saja, itu aja, cukup, sudah cukup, sudah, udah, alhamdulillah, tidak apa apa, gapapa, gpp, tidak masalah",
    asking:
      "mau info lebih lanjut, saya mau info lebih lanjut, saya tertarik, tertarik, saya berminat, berminat, saya minat, tanya, mau tanya, mau nanya, mo tanya, mau tanya tanya, mau nanya nanya, saya mau tanya, saya mau nanya, saya mau bertanya, mau bertanya, ingin bertanya, saya ingin bertanya, saya ingin tanya, pengen tanya, pengin tanya, boleh tanya, boleh nanya, boleh bertanya, boleh tanya tanya, numpang tanya, numpang nanya, izin bertanya, ijin bertanya, izin tanya, ijin tanya, bisa tanya, ada yang mau saya tanyakan, ada yang ingin saya tanyakan, ada yang mau ditanyakan, ada pertanyaan, saya ada pertanyaan, saya punya pertanyaan, bisa bantu, bisa bantu saya, bisa dibantu, bisa tolong bantu, bisa minta tolong, minta tolong, tolong, tolong bantu, tolong bantu saya, tolong dibantu, minta bantuan, minta bantuannya, mohon bantuan, mohon bantuannya, butuh bantuan, saya butuh bantuan, saya perlu bantuan, perlu bantuan, bantuan, ada orang, minta info, mau minta info, minta infonya, minta informasi, mau info, informasi, info lebih lanjut, saya mau info, saya mau tahu lebih lanjut",
    yes: "ya, iya, iyah, betul, ya boleh, iya boleh",
    address:
      "kak, kakak, ka, kk, min, mimin, gan, bang, abang, bu, ibu, bunda, pak, bapak, mas, mbak, mba, om, tante, cs, semua, semuanya, teman teman, tim",
    aside:
      "yah, dong, deh, nih, sih, lah, aja, juga, banyak, sangat, sekali, banget, lagi, kembali, sebelumnya, dan, infonya, atas infonya, informasinya, atas informasinya, bantuannya, atas bantuannya, jawabannya, atas jawabannya, responnya, atas responnya, respon cepatnya, penjelasannya, atas penjelasannya, waktunya, atas waktunya, atas perhatiannya, perhatiannya, sudah membantu, sudah dibantu, udah bantu, udah dibantu, telah membantu",
  },
  vi: {
    greeting:
      "xin chào, chào, alo, a lô, shop ơi, ad ơi, bạn ơi, em ơi, anh ơi, chị ơi, chào buổi sáng, chào buổi tối, kính chào",
    thanks: "cảm ơn, cám ơn, xin cảm ơn, xin cám ơn, cảm ơn vì tất cả, thank, không cảm ơn",
    farewell:
      "tạm biệt, hẹn gặp lại, chúc ngủ ngon, chúc bạn một ngày tốt lành, chúc shop một ngày tốt lành, chúc một ngày tốt lành",
    agreed:
      "xin lỗi, bỏ qua đi, thôi được rồi, vâng, dạ, được rồi, tốt, ừ, ừm, uh, uhm, được, hiểu rồi, mình hiểu rồi, em hiểu rồi, tôi hiểu rồi, đã hiểu, biết rồi, vậy à, thế à, ra vậy, tuyệt, tuyệt vời, tốt quá, hay quá, không, không có gì, không cần, không sao, vậy thôi, hết rồi, thế thôi",
    asking:
      "tôi quan tâm, mình quan tâm, em quan tâm, quan tâm, hỏi, tôi muốn hỏi, mình muốn hỏi, em muốn hỏi, muốn hỏi, cho hỏi, cho mình hỏi, cho em hỏi, cho tôi hỏi, cho mình hỏi chút, cho em hỏi chút, cho mình hỏi với, mình hỏi chút, em hỏi chút, hỏi chút, tôi có câu hỏi, mình có câu hỏi, em có câu hỏi, tôi có một câu hỏi, cần hỗ trợ, tôi cần hỗ trợ, mình cần hỗ trợ, em cần hỗ trợ, hỗ trợ, hỗ trợ mình, hỗ trợ em, giúp, giúp với, giúp mình, giúp mình với, giúp em, giúp em với, giúp tôi, giúp tôi với, bạn giúp mình được không, bạn có thể giúp mình không, bạn có thể giúp tôi không, tư vấn, cần tư vấn, mình cần tư vấn, em cần tư vấn, tôi cần tư vấn, tư vấn giúp mình, tư vấn cho mình, tư vấn giúp em, tư vấn cho em, được không, có không, có ai không, có ai ở đó không, cho mình xin thông tin, cho em xin thông tin, xin thông tin, thêm thông tin",
    yes: "làm ơn, vui lòng, có",
    address: "bạn, shop, ad, anh, chị, em, mình, tôi, các bạn, cả nhà",
    aside:
      "ạ, nhé, nha, nhiều, rất nhiều, nhiều lắm, lắm, nào, thôi, luôn, vậy, thế, rồi, đã hỗ trợ, vì đã hỗ trợ, đã giúp, vì đã giúp, đã giúp đỡ, vì đã giúp đỡ, đã tư vấn, vì đã tư vấn, đã trả lời, vì đã trả lời, đã phản hồi, vì đã phản hồi",
  },
  ar: {
    greeting:
      "مرحبا, اهلا, أهلين, السلام عليكم, وعليكم السلام, صباح الخير, صباح النور, مساء الخير, مساء النور, هلا, هلا والله, أهلا وسهلا, السلام عليكم ورحمة الله, سلام, هاي, الو, كيف الحال, كيف حالك, كيفك, شلونك",
    thanks:
      "شكرا, متشكر, متشكرة, أشكرك, أشكركم, مشكور, مشكورة, مشكورين, ألف شكر, يعطيك العافية, الله يعطيك العافية, يعطيكم العافية, تسلم, تسلمي, تسلموا, يسلمو, جزاك الله خيرا, جزاكم الله خيرا, جزاك الله كل خير, بارك الله فيك, بارك الله فيكم, ممنون, لا شكرا",
    farewell:
      "مع السلامة, إلى اللقاء, وداعا, تصبح على خير, تصبحون على خير, في أمان الله, أراك لاحقا, نهارك سعيد, يومك سعيد, باي",
    agreed:
      "آسف, آسفة, عفوا, اعتذر, ههه, هههه, حسنا, تمام, اوك, اوكي, طيب, ماشي, ممتاز, جيد, جيد جدا, رائع, جميل, حلو, فهمت, مفهوم, واضح, أكيد, طبعا, لا مشكلة, ولا يهمك, الحمد لله, إن شاء الله, لا, هذا كل شيء, بس كذا, خلاص",
    asking:
      "أنا مهتم, أنا مهتمة, مهتم, مهتمة, سؤال, استفسار, عندي سؤال, عندي أسئلة, لدي سؤال, لدي أسئلة, عندي استفسار, لدي استفسار, ممكن سؤال, ممكن استفسار, ممكن أسأل, ممكن اسألك, بدي أسأل, حابب أسأل, حابة أسأل, أريد أن أسأل, اريد اسأل, أريد الاستفسار, أريد طرح سؤال, عايز اسأل, عاوز اسأل, ممكن مساعدة, ممكن تساعدني, ممكن تساعدوني, ممكن المساعدة, هل يمكنك مساعدتي, هل يمكنكم مساعدتي, هل تستطيع مساعدتي, أحتاج مساعدة, أحتاج إلى مساعدة, محتاج مساعدة, أريد مساعدة, مساعدة, ساعدني, ساعدوني, معلومات, ممكن معلومات, ممكن معلومات أكثر, أريد معلومات, أريد معلومات أكثر, أريد المزيد من المعلومات, هل من أحد, هل يوجد أحد, في أحد, حد موجود",
    yes: "لو سمحت, لو سمحتم, من فضلك, رجاء, نعم, ايوه, ايوا",
    address: "أخي, أختي, حبيبي, استاذ, سيدي, جميعا, يا شباب, يا جماعة",
    aside:
      "لك, لكم, لكي, جزيلا, كثيرا, جدا, كتير, مرة أخرى, من جديد, بك, بكم, فيك, فيكم, وبركاته, ورحمة الله, والله, يا, على المساعدة, على مساعدتك, على مساعدتكم, لمساعدتك, لمساعدتكم, على الرد, على ردك, على ردكم, على سرعة الرد, على المعلومات, على المعلومة, على وقتك, على وقتكم, على كل شيء, وشكرا",
  },
  zh: {
    greeting:
      "你好, 你好吗, 您好, 你们好, 早上好, 上午好, 中午好, 下午好, 晚上好, 嗨, 哈喽, 哈啰, 在吗, 在么, 在不在, 大家好, 早, 早安, 午安",
    thanks:
      "谢谢, 多谢, 感谢, 非常感谢, 太感谢了, 谢啦, 辛苦了, 辛苦, 谢了, 不用了谢谢, 不用谢谢, 谢谢帮助, 謝謝, 多謝, 感謝, 非常感謝, 帮了大忙",
    farewell: "再见, 拜拜, 晚安, 回头见, 明天见, 再聊, 祝你愉快, 祝您愉快, 祝您生活愉快, 再見, 掰掰",
    agreed:
      "对不起, 不好意思, 抱歉, 算了, 哈哈, 哈哈哈, 呵呵, 對不起, 好的, 好, 行, 可以, 明白, 知道了, 嗯, 收到, 没问题, 好吧, 好滴, 好嘞, 了解了, 懂了, 清楚了, 太好了, 不错, 很好, 没事, 不用了, 不用, 没有了, 没了, 就这样, 就这些, 原来如此, 瞭解, 沒問題, 哦, 噢",
    asking:
      "我感兴趣, 感兴趣, 请问, 请问一下, 請問, 請問一下, 我想问一下, 想问一下, 问一下, 我想问, 我有问题, 我有个问题, 有个问题, 我有一个问题, 有问题, 我想咨询, 我想咨询一下, 想咨询一下, 咨询一下, 咨询, 我想了解一下, 想了解一下, 了解一下, 可以帮我吗, 可以帮我一下吗, 能帮我吗, 能帮我一下吗, 你能帮我吗, 您能帮我吗, 能帮忙吗, 可以帮忙吗, 帮帮我, 帮我一下, 帮个忙, 我需要帮助, 需要帮助, 求助, 有人吗, 有人在吗, 有没有人, 我需要更多信息, 更多信息",
    yes: "是, 是的, 对",
    address: "亲, 老板, 先生, 小姐, 女士, 大家, 朋友, 各位",
    aside:
      "你, 您, 你们, 您们, 啊, 呀, 哈, 啦, 了, 的, 你的帮助, 您的帮助, 你们的帮助, 的帮助, 你的回复, 您的回复, 的回复, 你的解答, 您的解答, 的解答",
  },
};
