/** What a language's lexicon lacks: words of customers who write to a business, and those that turn or strengthen others. */
export interface Addition {
  /** By weight: words and phrases, parted by commas. They win over the lexicon, which knows no customers. */
  weights: Record<string, string>;
  common: string;
  negators: string;
  boosters: string;
  stems?: (word: string) => string[];
}

/** Spanish and Portuguese: the lexicon has mostly the masculine singular. */
const romanceStems = (word: string): string[] => {
  const singular = word.replace(/s$/, "");
  return [singular, singular.replace(/e$/, ""), singular.replace(/a$/, "o")].filter((stem) => stem.length > 3);
};

export const ENGLISH: Addition = {
  weights: {
    "-4": `scam, scammer, scammers, scammed, wtf, thieves, crooks, fraudsters, bullshit, asshole, assholes, fuck, fucking, fuck you, bastards, thief, rubbish service`,
    "-3": `useless, worst, disgusting, ridiculous, unacceptable, rip off, ripoff, fed up, pathetic, appalling, crap, waste of time, waste of money, never again, never buying,
      never ordering, never coming back, stupid, are you kidding, are you joking, sick of, sick and tired, liar, idiot, incompetent, speak to your manager, hate, terrible, awful,
      horrible, horrendous, dreadful, atrocious, shame on you, shameful, where the hell, what the hell, such a joke, let down, never use, never order, never buy, never come back,
      never shop, never recommend, wont be back, disgusted, disgrace, disgraceful, outrageous, outraged, furious, livid, angry, idiots, liars, sue you, insult, insulting,
      nightmare, filthy, worst ever, dishonest, cheated, cheating, ripped off, shitty, sucks, joke of a, no excuse, had it with, sick of this, reporting you, report you,
      one star, zero stars, shocking, nobody cares, no one cares, stop ignoring, talk to your boss, speak to a manager, complete joke, a disaster, give me my money,
      my money back, complete rubbish, piece of junk, is a joke`,
    "-2": `broken, rude, slow, crashes, overpriced, too expensive, so expensive, money back, still waiting, still nothing, still no answer, still not, doesnt work, does not work,
      not working, stopped working, dont work, didnt work, no answer, no reply, no response, nobody answers, no one answers, nobody replies, was late, so late, too late,
      arrived late, came late, is late, late again, complaint, went wrong, lied, ignored, unhelpful, worse, fix this, how many times, mad, letdown, forever, taking ages,
      not what i, isnt what i, wasnt what i, still no, still havent, still hasnt, havent answered, nobody told me, no one told me, falling apart, disappointing, disappointed,
      not acceptable, fell apart, ignoring me, ignore me, get my money, give me a refund, not impressed, waste, unprofessional, terribly, poor, bad, dirty, hung up, keep waiting,
      keeps crashing, not good enough, nobody is, no one is, fake, ruined, ruin, spoiled, stale, rotten, annoyed, unhappy, dissatisfied, messed up, mess up, screwed up,
      double charged, charged twice, not as described, expected more, expected better, keeps logging, not what, not really what, weird, stuck for, broke, died after, yelled at,
      lies, trash, garbage, junk, a joke, fraud, had enough, taking so long, rubbish`,
    "-1": `late, unfortunately, wrong, missing, cold, delayed, delay, damaged, problem, problems, issue, issues, failed, again and again, crash, refund, on hold, scratched, torn,
      stained, leaking, small mistake, meh, mediocre, wrong size, police, lawyer, to court, my money, your manager, for weeks, for hours, so long, too long`,
    "0": `no, yes, yeah, please, pay, paid, payment, cancel, cancelled, stop, lost, error, sorry, free, share, reach, join, like to, would like, id like, looks like, something like,
      like this, like that, want, wants, alarm, matter, charge, charges, charged, emergency, ill, big, dear, interested, top, chance, god, best regards, kind regards, ban, sore,
      hard, limited, demand, cool, cut, alone, drop, warning, block, blocked, fire, pain, accident, injury, debt, number, good morning, good afternoon, good evening, good night,
      good day, good time, hope, care, fine dining, hot, customer care, health care, skin care, help, yes please, matters, certain, increase, strong, bomb, fresh, support,
      d like, would love, d love, nuts, allergic, allergy, safe, flu, fever, sick leave, loose, risk, penalty, save, clear, cut off, dead, deal, discounted, fan, fun fact,
      growing, infection, interest, landmark, leave, loss, lowest, mandatory, miss, missed, mistake, mistakenly, natural, negative, positive, novel, pressure, pretty, promise,
      prepared, recommend me, you recommend, resolve, reward, rewards, secure, sexy, shy, smart, solid, solution, stolen, straight, tears, tops, vision, warm, welcome, worried,
      worth, wish, black, accidentally, alert, attack, boost, chic, cleaner, commit, crying, dirt, dispute, easy, escape, expand, fight, hide, interrupt, kill, lack, lag, limits,
      protest, questioned, rich, funeral, died, sad, sick, war, weak, unclear, unsure, uncertain, strike, spark, stable, active, adult, funny, gift, gifts, hero, honey, kiss,
      love to, joke, jokes, lol, haha, hahaha, lmao, rofl, what is the best, the best way, best way, best time, best price, better to, spam, faulty switch, quality, order, lobby,
      discount, broke my, stuck in`,
    "1": `ok thanks, it works, works now, works for me, working now`,
    "2": `thx, thanx, ty, tysm, tasty, keep it up, cant complain, cannot complain, no complaints, well done, quick, fast, loved, will come back, be back, saved my day, made my day,
      quickly, recommend, highly recommend, cheers, glad, much better, helpful, appreciate, appreciate it, like a charm`,
    "3": `delicious, awsome, yummy, flawless, brilliant, fantastic, wonderful, lovely, superb, outstanding, impressed`,
  },
  common: `the i you we it is are was were be my your our this that and to of for on at with does did have had will would
    could what when where how who why there they not but from just still very too been am dont its any some if any send need want can please has get an some me as has or`,
  negators: `not no never dont doesnt didnt isnt wasnt arent werent wont wouldnt cant couldnt cannot without hardly
    havent hasnt hadnt shouldnt aint neither nor nothing`,
  boosters: "very so really extremely absolutely totally super completely such fucking freaking damn",
};

export const SPANISH: Addition = {
  weights: {
    "-4": `mierda, puta, hijo de puta, hijos de puta, estafa, estafadores, estafador, me estafaron, ladrones, pendejos, pendejo, carajo, malparidos, ladron, cabron, cabrones,
      gilipollas, hdp, imbecil, imbeciles, malditos, maldito, chinga, chingada, verga, culeros, mamada, boludos, rateros, timadores, timo`,
    "-3": `pesimo, horrible, inutil, inutiles, verguenza, vergonzoso, asco, asqueroso, inaceptable, ridiculo, idiota, estupido, mentiroso, mentirosos, harto, porqueria, odio,
      malisimo, tomando el pelo, tomadura de pelo, no sirve, no sirven, no sirve para nada, nunca mas, falta de respeto, devuelvan mi dinero, devuelvanme, incompetentes,
      una burla, fatal, pesimos, lo peor, de lo peor, horrendo, terrible, nefasto, patetico, falta de profesionalismo, no vuelvo a comprar, no vuelvo a pedir, no vuelvo mas,
      no vuelvo nunca, no compro mas, jamas vuelvo, no los recomiendo, no lo recomiendo, no recomiendo, furioso, indignante, indignado, detesto, donde carajos, que carajos,
      profeco, la plata ya, devuelvan la plata, devuelvanme la plata, se burlan, burla, me mintieron, inoperantes, una porqueria, deshonestos, tomadura, vergonzosa, peor,
      la peor, horror, un horror, enojadisimo, a nadie le importa, no les importa, dejen de ignorar, chatarra, indignada, una basura, puro fraude, voy a la policia`,
    "-2": `mal, grosero, mintio, mienten, mintieron, molesto, enojado, decepcionado, decepcionante, decepcion, roto, denunciar, denuncia, no funciona, no funcionan, no funciono,
      dejo de funcionar, muy caro, carisimo, llego tarde, llego frio, nadie responde, nadie contesta, no responden, no contestan, sigo esperando, sigo sin, todavia nada, lento,
      mi dinero de vuelta, cuantas veces, un desastre, ya basta, defectuoso, feo, se tarda tanto, tarda mucho, tarda tanto, tardan tanto, tardan mucho, tanto tiempo,
      no me han respondido, no han respondido, no me responden, no me contestan, nadie me, no es lo que pedi, no era lo que, esperaba algo mejor, esperaba mas, esperaba mejor,
      rompiendo, se rompio, rompio, danaron, llega tarde, muy lento, sucio, desagradable, decepcionada, insatisfecho, enojada, tardaron, tardo mucho, llevo esperando,
      una hora esperando, horas esperando, dias esperando, semanas esperando, mentira, mentiras, incumplidos, incumplimiento, ninguna solucion, ni una respuesta, desastre,
      no me gusto, no es como, no era lo que queria, sabe raro, sabia raro, se cae, cobraron doble, cobraron dos veces, ignorar, se murio, enojo, basura, malo, mala, fraude,
      abuso, quiero mi dinero, hablar con el gerente, cansado de`,
    "-1": `problema, problemas, lamentablemente, equivocado, demora, demorado, no llega, no llego, no ha llegado, queja, fria, frio, caro, danado, otra vez, reembolso, incompleto,
      rayado, manchado, demorando, error de ustedes, danada, policia, demanda, demandar, mi plata`,
    "0": `si, sin, no, cancelar, perder, perdi, error, ayuda, alarma, favor, por favor, corte, claro, grande, grandes, guerra, libertad, falta, solo, urgente, emergencia, duda,
      dudas, compartir, importante, interesado, seguro, oro, perdon, querer, compromiso, pobre, fuego, dolor, dolores, tarde, buenos dias, buenas tardes, buenas noches, buen dia,
      buena tarde, buenas, me gustaria, esperanza, cara, caras, mata, gran, limite, dejo, justo, cuenta, pago, pagar, atrasado, vale, once, mas o menos, cumplir, capaz, apoyo,
      ayudar, fuerte, libre, nuevo, paz, gracia, accidente, accidentes, accidental, alergico, alergia, autor, barras, barrera, bancadas, brote, carga, cargo, cargos, cargas,
      cargado, cobrar, cortes, choque, citacion, cono, critico, delanteros, deuda, delicado, detencion, ducha, duro, empanado, enfermo, espinoso, fiebre, frase, frases, gripe,
      herir, hambre, incienso, inciensos, infeccion, infantil, inferior, ilegal, impar, impedir, laborioso, late, lagrimas, lio, listo, loco, luto, morir, mortal, muerte, mella,
      moda, multas, misterioso, nubes, nueces, negro, negros, negra, negras, novato, necesitado, parcial, paros, perdida, perdidas, perdido, perdio, picado, picante, pinchazo,
      pollo, pollos, prevenido, preocupado, procesado, prohibido, puesto, recortado, reducir, restos, reventa, riesgo, robo, robado, ruptura, saltos, sentencia, severo,
      solitario, suelto, suficiente, susto, temblor, tenso, tiempo, tumba, tumor, tunica, victima, venga, vacilar, uf, uy, perra, perras, cubrir, distrae, activo, aguante,
      agarre, ansioso, calor, calmante, cielo, cierto, claridad, confiado, cuchara, donar, durable, energico, excitar, experta, firme, fuerza, granizo, jaja, jajaja, jeje,
      jajajaja, lider, limpiar, lujo, lucro, mancha, mayor, medalla, mejorar, multa, negociar, negrita, notable, novela, oferta, ofertas, oks, pagado, propio, premio, querido,
      racion, rapto, realizar, rescate, resolver, saludo, saludos, sensible, sentido, serio, sol, solido, soportes, soporte, superior, tapas, tipo, util, valor, vibrante, privar,
      propaganda, venganza, pasa, pasas, pase, el mejor precio, mejor precio, precio, precios, mejor hora, es mejor, cual es mejor, servicio, cuidado, lista, listas, critica,
      funeral, entierro, dejar, pique, gusto en, mucho gusto, quisiera, calidad, pedido, pedidos, numero, lobby, descuento, descuentos, robaron la tarjeta, me robaron la tarjeta`,
    "1": `me sirve, mil`,
    "2": `gusta, gusto, bueno, buena, bien, todo bien, atento, rapido, rapidisimo, encantado, no me puedo quejar, sin quejas, sigan asi, ya funciona, nada mal, rico, contento,
      amable, chevere, recomendada, fascino, salvaron el dia, me salvaron, lindo, linda, vuelvo seguro, mil gracias, guau, que bueno, rapidos, ayudaron muchisimo, agradezco,
      muchisimas, ninguna queja`,
    "3": `encanta, encanto, genial, buenisimo, excelente, increible, riquisimo, recomendado, feliz, mejor, maravilla, fantastico, maravilloso, espectacular, delicioso, buenisima,
      impecable, recomiendo mucho, super recomendado`,
  },
  common: `el la los las un una unos es y en con por para que de no me mi su lo le se al del esta este esto como cuando donde
    muy pero mas yo tu usted ustedes hola mañana manana tengo tiene hay son fue ya sin nada porque todo les nos estoy ese esa ellos hace soy me te son ustedes su sus aqui ahora tambien quiero puedo tienen`,
  negators: "no nunca jamas sin ni tampoco nada ningun ninguna",
  boosters: "muy tan super demasiado totalmente realmente absolutamente re bastante",
  stems: romanceStems,
};

export const PORTUGUESE: Addition = {
  weights: {
    "-4": `merda, puta, filho da puta, porra, caralho, golpista, golpistas, ladrao, ladroes, me roubaram, estelionato, estelionatarios, bosta, fdp, vsf, vtnc, cacete, babaca, babacas,
      otario, otarios, bando de, vagabundos, desgracados, safados, imbecil`,
    "-3": `pessimo, horrivel, inutil, inuteis, vergonha, vergonhoso, nojo, nojento, inaceitavel, ridiculo, idiota, estupido, mentiroso, mentirosos, saco cheio, cheio de, odeio,
      palhacada, descaso, absurdo, golpe, nunca mais, falta de respeito, reclame aqui, incompetentes, burro, pilantra, uma piada, pessimos, os piores, o pior, a pior, horroroso,
      horrorosa, terrivel, patetico, nao compro mais, nao compro nunca mais, nao volto mais, nao volto nunca, nunca mais volto, nao recomendo, furioso, revoltante, revoltado,
      indignado, detesto, detestei, processar voces, processo, vou processar, devolvam meu dinheiro, devolve meu dinheiro, enganado, enganacao, desrespeito, uma merda, uma bosta,
      desonestos, me enganaram, brincadeira de mau gosto, horror, um horror, ninguem liga, parem de ignorar, porcaria, vergonhosa, um lixo, lixo completo, muita raiva, no procon`,
    "-2": `mal, grosso, grosseiro, mentiu, mentiram, mentindo, chato, irritado, decepcionado, decepcionante, decepcao, quebrado, denunciar, denuncia, nao funciona, nao funcionam,
      nao funcionou, parou de funcionar, muito caro, carissimo, atrasou, chegou atrasado, chegou frio, ninguem responde, ninguem atende, nao respondem, ainda estou esperando,
      continuo esperando, ate agora nada, lento, trava, travando, travou, pior, dinheiro de volta, quantas vezes, demorado, defeito, defeituoso, feio, de brincadeira, sacanagem,
      demora tanto, demora muito, demorando muito, demorou muito, tanto tempo, nao me responderam, nao responderam, nao me respondem, nao foi isso que, nao e o que eu,
      nao era o que, esperava mais, esperava algo melhor, rasgando, rasgou, rasgado, quebrou, veio quebrado, veio errado, sujo, desagradavel, insatisfeito, esperando ha,
      hora esperando, que espero, dias esperando, semanas esperando, mentira, mentiras, ninguem avisou, ninguem me, nenhuma resposta, sem resposta, nenhuma solucao, desastre,
      mau, decepcionada, estragado, azedo, nao curti, nao e como, nao era bem, cai toda hora, cobraram duas vezes, ignorar, estranha, estranho, lixo, ruim, fraude, abuso, raiva,
      quero meu dinheiro, falar com o gerente, cansado de, nao ligam, cansei`,
    "-1": `problema, problemas, infelizmente, errado, demora, demorou, nao chega, nao chegou, queixa, reclamacao, fria, frio, caro, danificado, de novo, reembolso, incompleto,
      riscado, manchado, errada, falha, falhou, reclamar, faltando, policia, meu dinheiro, roubo, procon, droga`,
    "0": `nao, sim, sem, pagamento, cancelar, perder, perdi, erro, ajuda, alarme, favor, por favor, corte, claro, grande, grandes, guerra, livre, falta, urgente, emergencia, duda,
      duvida, duvidas, importante, interessado, seguro, ouro, desculpa, desculpe, legal, pena, paz, vitoria, esperanca, fogo, dor, atraso, atrasado, bom dia, boa tarde,
      boa noite, boas, gostaria, certo, casa, multa, nota fiscal, limite, cara, caras, mata, como, conta, capaz, ajudar, forte, novo, calma, saco, sorte, do que reclamar,
      acidente, acidentes, acidental, alergico, alergia, aleta, atencao, autor, avisos, avisou, barras, barreira, banal, batida, blah, boato, bunda, cadela, cadelas, carregada,
      carregado, choque, cobrir, cobranca, cobrancas, comissao, cortados, cortado, critico, crise, cortante, demitido, dente, despertado, detido, divida, doente, ducha, encargos,
      entrada, febre, fome, frase, frases, galo, ganancia, gripe, grave, impar, impedir, infantil, inferior, inclinado, jurar, juramento, luto, mancha, mania, manos, medo, morte,
      mortes, multas, misterio, negro, negra, negros, nega, nozes, oops, parafusado, perda, perde, perdido, picada, pesado, pobre, pocao, propaganda, pronta, pronto, prontos,
      preso, proibido, processado, preocupado, reduzir, resgate, retirada, rotineiro, recusar, recusou, sentenca, senhorita, severo, simples, simplifica, solto, solitario,
      sozinho, spam, sugar, surto, suspiro, susto, tenda, tenso, tremor, tumulto, tunica, viradas, vitima, vago, restrito, restricao, louco, prender, protesto, suporte, suportes,
      haha, hahaha, hahahah, kkk, kkkk, rsrs, ansioso, calor, calmante, ceu, chance, chances, chique, cortes, cuidado, curioso, doce, doces, energia, firme, forca, ganhar, ganho,
      jovem, limpar, limpador, liso, luxo, maduro, maior, medalha, melhorar, negrito, piadas, polido, preencha, premio, presente, querido, resolver, resolve, respeito, rico,
      saude, serio, simpatia, socorro, solido, suave, superior, tenro, tipo, topo, topos, util, verdade, vivo, agudo, concha, conforto, faisca, focado, atracoes, melhor preco,
      melhor horario, e melhor, qual o melhor, bateria, prazer, velorio, preto, oferta, volta, chegada, sofri, sofreu, qualidade, pedido, pedidos, numero, lobby, desconto,
      descontos, roubaram meu cartao`,
    "1": `ta bom, pode ser`,
    "2": `obrigado, brigado, obrigad, valeu, vlw, gosto, gostei, gostamos, bom, boa, bem, tudo certo, rapido, simpatico, atencioso, nao tenho do que reclamar, sem reclamacoes,
      continuem assim, agora funciona, nada mal, top, show, gentil, salvaram meu dia, salvou meu dia, obrigadao, amaram, amou, gostaram, uau, lindo, recomendo, volto com certeza,
      que bom, ajudou muito, agradeco, ajudaram demais, nenhuma reclamacao`,
    "3": `adorei, amei, adoro, otimo, excelente, incrivel, incriveis, maravilhoso, perfeito, parabens, delicia, feliz, melhor, super recomendo, recomendo muito, fantastico,
      sensacional, maravilha, delicioso, impecavel, espetacular, nota 10`,
  },
  common: `o os as um uma uns em com por para pra que de nao me meu minha seu sua se ao do da dos das no na nos nas esta este
    isso esse essa como quando onde muito mas mais eu voce voces vc vcs oi amanha tenho tem foi ja sem nada porque tudo pelo
    pela pelos fiquei estou to ta ainda ele ela faz sou te sao suas aqui agora tambem quero posso nosso isso foram vai pro pros la`,
  negators: "nao nunca jamais sem nem tampouco nada nenhum nenhuma",
  boosters: "muito muita tao super demais totalmente realmente absolutamente bastante mt mto",
  stems: romanceStems,
};

export const INDONESIAN: Addition = {
  weights: {
    "-4": `anjing, bangsat, goblok, tolol, brengsek, penipu, penipuan, nipu, ditipu, tertipu, pembohong, sialan, kampret, keparat, maling, bajingan, bego, babi lu, asu, jancok, bacot,
      ga ada otak, gak ada otak, gak punya otak, dasar maling, perampok, idiot`,
    "-3": `terburuk, parah, benci, muak, mengecewakan, bodoh, bohong, menyebalkan, menjijikkan, jijik, memalukan, tidak becus, gak becus, ga becus, nggak becus, tidak bisa diterima,
      kapok, kembalikan uang, balikin uang, gak akan beli, ga akan beli, nggak akan beli, tidak akan beli, gak beli lagi, gak guna, tidak berguna, konyol, tidak profesional,
      gak profesional, payah, ngaco, ancur, malu maluin, geram, balikin duit, kembalikan duit, gak bakal, ga bakal, nggak bakal, ogah, jangan beli disini, jangan beli di sini,
      gak rekomen, ga rekomen, tidak rekomendasi, tidak merekomendasikan, kecewa berat, kecewa banget, sangat kecewa, menipu, murahan, bikin emosi, mainin, dipermainkan,
      sembarangan, gak niat, ga niat, keterlaluan, bangke, nyesel, menyesal, basi, busuk, tidak sopan, gak sopan, ga sopan, tidak bertanggung jawab, gak tanggung jawab, cuekin,
      nyuekin, gak ada yang peduli, ga ada yang peduli, tidak peduli, ga peduli, gak peduli, marah banget, marah besar, bicara sama atasan, bentak, setan, jangan cuekin,
      ini sampah, lapor polisi, jelek banget, paling buruk`,
    "-2": `kecewa, kesal, kesel, nyebelin, marah, kasar, jorok, rusak, lambat, lemot, lelet, ribet, lama banget, lama sekali, kelamaan, kemahalan, mahal banget, telat, tidak enak,
      gak berfungsi, ga berfungsi, tidak berfungsi, error terus, eror terus, error mulu, salah kirim, belum juga, gak dibales, tidak dibalas, gak ada respon, tidak ada respon,
      berapa kali, judes, jutek, bohongin, php, gagal terus, males, kenapa lama, lama amat, lama bgt, lama bener, lama ya, bukan yang saya pesan, tidak sesuai, gak sesuai,
      ga sesuai, beda sama gambar, kurang sesuai, di bawah harapan, belum dibalas, belum dibales, ga dibales, ga dibalas, gak dibalas, gak direspon, ga direspon, dicuekin,
      ngeselin, capek, cape, gangguan, lemah, nunggu lama, udah nunggu, sudah menunggu, ga enak, gak enak, nggak enak, belum ada kabar, tidak ada kabar, ga ada kabar, ga bener,
      gak bener, tidak jelas, gak jelas, ga jelas, rugi, kapan sampainya, gak sesuai foto, berharap lebih, bukan yang saya mau, logout terus, keluar terus, ditagih dua kali,
      nyangkut, kotor, bau, emosi, hancur, sampah, monyet, tai, buruk, jelek`,
    "-1": `pecah, terlambat, sayangnya, dingin, mahal, salah, masalah, keluhan, belum sampai, belum datang, cacat, laporkan, komplain, tunggu lama, lupa balas, anjir, anjrit, anjay,
      refund, penyok, lecet, aneh, sayang sekali, polisi, main main, gagal, bocor, robek, sobek`,
    "0": `tidak, ya, iya, hilang, error, alarm, tolong, terima, benar, penting, besar, lupa, denda, maaf, selamat, indah, permata, kuat, api, kosong, habis, menunggu, sakit, mati,
      untung, siap, jelas, aman, keras, gratis, kasih, selamat pagi, selamat siang, selamat sore, selamat malam, makanan anjing, ban, sore, mata, biasa, cari, kalau rusak,
      dukungan, setuju, tahu, percaya, harap, mohon, dua, batal, bebas, kartu, tenang, segar, baru, pasti, akibat, alergi, alergik, ancaman, beban, berat, berdaya, berdarah,
      berteriak, biaya, bingung, buas, buram, celah, calo, cemas, cukup, demam, cedera, defisit, dilakukan, dilarang, dimengerti, dipikirkan, diperbaiki, duka, flu, gatal,
      habiskan, haram, hebat sekali, hutang, ih, iri, jatuh, kacamata, kalimat, kebetulan, kecelakaan, kehilangan, keluar, kematian, kencing, khawatir, kios, korban, kritik,
      larangan, lawan, lebam, letal, longgar, macet, malang, manja, masam, matang, melanggar, memanaskan, membatasi, memotong, mengerti, meninggal, mengulur, menolak, menutupi,
      menyadari, menyesuaikan, mode, nakal, obat, panggilan, pahit, palsu, pantat, payudara, pedas, pelaku, pemotongan, penahanan, penarikan, penyakit, peringatan, pencegah,
      pengacara, rindu, risiko, ruam, samar, sederhana, sedih, segan, seragam, sopan, suram, susah, syok, tahan, takut, tangisan, terjawab, terkejut, terkena, tertinggal, tumor,
      pancuran, orisinal, perang, biayanya, asuransi, wkwk, wkwkwk, haha, hahaha, hehe, hati, hati hati, hal, adil, aktif, akal, berharap, berikut, berisi, dewasa, dijamin,
      disimpan, emas, hadiah, harapan, heran, hormat, jenis, kaya, kualitas, kuasa, layak, manis, menang, menarik, muda, mudah, nasib, novel, padat, peduli, peluang, perayaan,
      pintar, populer, resolusi, ringan, salam, sarankan, sayang, sehat, semoga, sendok, sengaja, seperti, sesuai, sosial, stabil, subur, sumbang, super, surga, tarik, tawar,
      tegas, terang, tertarik, terbesar, utuh, gila, bersin, bencana, anjing saya, makanan kucing, delay, hitam, pemakaman, keringanan, perbaikan, merekomendasikan, lobi, lobby,
      diskon, dicuri, kartu saya dicuri, patah, hidup, seumur hidup`,
    "1": `lumayan, oke siap, santai, sip, cepat, gercep`,
    "2": `terima kasih, terimakasih, trimakasih, trims, makasih, makasi, mksh, suka, ramah, membantu, cocok, baik, tidak ada keluhan, gak ada keluhan, sudah bisa, enak, seru, murah,
      recommended, cepet, cepat sekali, cepat banget, penyelamat, cakep, asik, asyik, balik lagi, langganan, top, membantu sekali, alhamdulillah, nyaman, gak ada komplain,
      ga ada komplain, tidak ada komplain`,
    "3": `mantap, mantab, mantul, bagus, keren, senang, seneng, puas, memuaskan, hebat, terbaik, luar biasa, lezat, sempurna, recommended banget, mantap jiwa, the best, juara, kece,
      oke banget`,
  },
  common: `yang di ke dari ini itu saya aku kamu anda kami kita kalian mereka dan atau dengan untuk pada tidak tak gak ga nggak
    enggak bukan belum sudah udah mau bisa ada apa apakah bagaimana gimana kapan mana berapa kak ya kok sih deh dong lagi lg
    juga aja saja sama banget bgt sekali sangat agak karena tapi kalau kalo jangan masih akan pakai pesanan nya boleh cara
    besok nanti jam hari no gue gua lu lo kenapa mana min bang mas mbak bu pak ibu bapak telah ingin tolong minta dong dulu tadi kemarin sini situ semua terus`,
  negators: "tidak tak gak ga nggak enggak ngga gk tdk bukan belum tanpa jangan kurang",
  boosters: "banget bgt sekali sangat amat paling bener benar benar parah super terlalu",
  // The possessive stands at the noun or adjective: "bagusnya".
  stems: (word) => (word.endsWith("nya") ? [word.slice(0, -3)] : []),
};

/** Emoji that the library lacks or takes at their word: laughter goes with scorn as easily as with joy. */
