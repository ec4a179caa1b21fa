import type { Language } from "./language.ts";
import { wordsOf } from "./words.ts";

/**
 * What says nothing of the matter: function words, courtesies and the small talk of chats. Words as `wordsOf` gives them
 * (lower case, no accents); several with spaces are a phrase; Chinese, Japanese and Thai as they are written.
 */
const STOP: Record<Language, string> = {
  en: `a an the this that these those it its i me my mine we us our you your u ur he she they them their and or but nor so if then than as at by for
    from in into of off on onto out over to up down with without within about after before until till since because while during between
    am is are was were be been being do does did doing done dont doesnt didnt im ive id ill youre theyre isnt arent cant wont couldnt wouldnt havent hasnt
    have has had having can could will would shall should may might must not no yes any some all each both more most much many very too also just only even
    still yet again here there when where what which who whom whose why how whats wheres hows hello hi hey dear please pls plz thanks thank thx ty sorry
    ok okay well oh um lol hmm guys sir madam mam bro mate team help question questions wondering wonder possible possibly anyone someone something anything
     lets let get gets got getting go going gonna wanna want wants wanted need needs know tell say said like really actually maybe one ones u r
    kinda sort way thing things stuff such other another else now ever never always good morning evening afternoon`,
  es: `el la los las lo un una unos unas de del al a ante con contra desde en entre hacia hasta para por segun sin sobre tras y e o u ni que pero si no mas
    como cuando donde cuanto cuanta cuantos cuantas cual cuales quien quienes porque pues ya muy mucho mucha muchos muchas tan tanto todo toda todos todas
    otro otra otros algo alguien algun alguna alguno nada ningun ninguna cada mismo misma este esta esto estos estas ese esa eso esos aquel aqui ahi alli
    yo tu usted ustedes vosotros nosotros me te se le les nos os mi mis su sus tus es son era fue ser estar estoy esta estan estaba soy hay he ha han habia
    hace hacer hago hacen puedo puede pueden podria podrian podeis poder tengo tiene tienen tenemos teneis tenia tener quiero quisiera quiere queria querer
    necesito necesita debo debe deberia voy va van ir hola buenas buenos dias tardes noches gracias porfa favor porfis oye oigan disculpa disculpe perdon
    saludos q k xq pq x d tb tambien ok vale pregunta consulta duda saber sabe saben decir dime digan digame ayuda ayudar ayuden gustaria cosa cosas
    ahora luego entonces solo aun asi bien tal vez despues antes`,
  pt: `o a os as um uma uns umas de do da dos das no na nos nas ao aos em por pelo pela para pra com sem sob sobre ate entre e ou mas nem que se nao
    sim como quando onde quanto quanta quantos quantas qual quais quem porque pq ja muito muita muitos muitas mais menos tao tudo todo toda todos todas outro
    outra algo alguem algum alguma nada nenhum nenhuma cada mesmo mesma este esta isto esse essa isso esses essas aquele aqui ai la ali eu tu voce voces vc
    vcs ele ela eles elas nos me te lhe meu minha meus minhas teu sua seu suas seus e sao era foi ser estar estou esta estao sou tem tenho temos ter tinha ha
    faz fazer faco fazem posso pode podem poderia poder quero quer queria gostaria preciso precisa devo deve vou vai vao ir oi ola bom boa dia tarde noite
    obrigado obrigada obg favor pf pfv desculpa gente ai ne ta to tb tbm tambem ok beleza pergunta duda duvida saber sabe dizer diga ajuda ajudar coisa coisas
    agora depois entao so ainda assim bem daqui num numa dele dela eh`,
  id: `yang dan atau tapi tetapi dengan untuk utk buat dari dr ke di pada dalam dlm oleh sebagai seperti jika jikalau kalau kalo klo bila apabila maka karena krn
    karna agar supaya saat ketika sambil lalu kemudian ini itu tersebut sini situ sana adalah ialah ada tidak tdk gak ga nggak ngga enggak gk bukan belum blm
    sudah sdh udah udh telah sedang akan bisa bs dapat boleh harus perlu mau ingin pengen saya sy aku gue gw kami kita kamu anda kak kakak min admin gan sis bang
    mas mbak pak bu dia mereka nya apa apakah apaan siapa kapan mana dimana kemana bagaimana gimana gmn kenapa knp mengapa berapa brp lah kah sih lho loh dong deh ya iya
    nih tuh kok juga jg saja aja hanya cuma lagi lg masih semua setiap banyak sangat sekali banget halo hai hi permisi tolong mohon terima kasih makasih thx
    tanya nanya bertanya punya jadi kasih bagi tahu tau cara caranya gitu begitu selamat pagi siang sore malam assalamualaikum soal tentang bantu`,
  vi: `là và hoặc nhưng mà thì như nếu vì bởi tại với cho của từ đến ở trong ngoài trên dưới về theo khi lúc này kia ấy đó đây đâu nào gì sao ai bao nhiêu
    mấy thế ra làm có không ko k hok kg chưa đã đang sẽ rồi còn vẫn chỉ rất quá lắm hơn nhất tôi mình em anh chị bạn shop ad admin ơi à ạ nhé nhỉ vậy thôi
    được đc dc phải cần muốn xin chào hỏi cảm ơn vui lòng giúp cái chiếc những các mỗi một đều bị nên để vào lên xuống lại biết nói bác chú cô thể hả dùm nha nè hen
    bên người ta tụi mọi cả cùng hay cứ đi thấy giờ bây`,
  ar: `في من الى إلى على عن مع بعد قبل بين عند حتى منذ خلال و او أو ثم لكن بل لا لم لن ليس غير ما ماذا متى اين أين كيف كم هل لماذا ليش مين من اي أي ايش شو وش
    وين كيفية انا أنا نحن احنا انت أنت انتم انتو هو هي هم هذا هذه هاد هذي ذلك تلك التي الذي اللي ان أن إن إذا اذا لو كان كانت يكون تكون اكون قد لقد كل بعض
    جدا فقط ايضا أيضا لي لك له لها لنا لكم عندي عندك عندكم عندنا عنده لدي لديكم لديك يوجد توجد فيه فيها فيكم يمكن يمكنني ممكن بامكاني اقدر أقدر تقدر نقدر بقدر
    اريد أريد ابي ابغى عايز عاوز بدي نفسي احتاج أحتاج لازم يجب مرحبا السلام عليكم اهلا صباح مساء الخير شكرا لو سمحت سمحتم فضلك رجاء اخي استفسار سؤال اعرف
    أعرف اسأل أسأل تم يتم هناك هنا الان الآن شي شيء حاجة مو مش ليه ازاي امتى فين بكم قديش عشان علشان بس طيب يا منكم معكم عنكم اذ مثل به بها عليه عليها`,
  zh: `的 了 吗 呢 吧 啊 呀 哦 嗯 么 嘛 着 是 在 有 和 与 或 或者 及 以及 也 都 就 才 还 又 再 很 太 最 更 这 那 这个 那个 这些 那些 哪 哪里 哪儿 哪个 哪些 什么 啥 怎么 怎样 怎么样
    如何 多少 几 多久 多长时间 多长 为什么 为啥 谁 我 我们 你 你们 您 他 她 它 咱们 人家 自己 能 能不能 能否 可以 可不可以 可否 会 会不会 要 想 想要 需要 得 必须 应该 请 请问 麻烦 谢谢 您好 你好
    亲 一下 一个 个 把 被 给 让 从 到 向 对 跟 比 用 以 为 因为 所以 如果 要是 但 但是 不过 而 而且 然后 没 没有 不 不是 是不是 有没有 是否 的话 时候 之前 之后 以后 以前 现在 刚 刚刚 已经 想问
    问一下 知道 告诉 说 办 怎么办 怎么弄 咋 咋办 咋弄 里 里面 上 下 去 来 点 些 种 只 件 家 次 吗 呗 哈 帮 帮忙 做`,
  ja: "の は が を に へ と で も か や から まで より です ます でした ました ません ください これ それ あれ この その どの どこ いつ なに 何 どう なぜ いくら お ご こと もの する した して ある いる なる できます できる ですか ますか",
  ko: "은 는 이 가 을 를 에 에서 의 도 와 과 로 으로 나요 습니까 입니다 합니다 있나요 있어요 어떻게 언제 어디 무엇 뭐 왜 저 제 수 것 하나요",
  th: "ครับ ค่ะ คะ นะ ไหม มั้ย หรือ และ ที่ ของ ใน เป็น ได้ ให้ กับ จาก อะไร อย่างไร ยังไง เมื่อไหร่ ที่ไหน เท่าไหร่ ทำไม ฉัน ผม คุณ เรา มี ไม่ จะ ต้อง แล้ว",
};

/** What says a little of the matter, and is said of many matters. */
const WEAK: Record<Language, string> = {
  en: `make makes made work works working use used using take takes keep give put find look looking see come came back try tried trying ask asked show happen happens
    happened happening start day days week weeks month months year years time times long last ago today tomorrow yesterday soon already new old first next few little
    big small much lot lots best better able sure right wrong shop store company item items product products people person customer customers problem issue offer offers
    have bring provide available include included everything turn end old part same different instead through online website site page two three couple`,
  es: `tiempo dia semana semanas mes meses ano anos hoy manana ayer ultimo primera primero nuevo nueva grande pequeno poco bastante mejor peor tienda producto
    productos articulo articulos gente persona personas cliente clientes problema dar dan doy poner pongo llevar lleva usar uso usando pasa pasar paso queda quedar
    ver veo mirar funciona ofrecen ofrece venden buscar encontrar tipo parte forma manera web pagina dos tres par dentro fuera mientras intento`,
  pt: `tempo dia dias semana semanas mes meses ano anos hoje amanha ontem ultimo primeira primeiro novo nova grande pequeno pouco bastante melhor pior loja produto
    produtos artigo artigos item itens gente pessoa pessoas cliente clientes problema dar dao dou colocar levar leva usar uso usando acontece acontecer passa passar fica
    ficar ver vejo olhar funciona oferecem oferece vendem buscar achar encontrar tipo parte forma jeito site pagina dois duas tres dentro fora tentei`,
  id: `hari minggu bulan tahun jam waktu lama baru besar kecil sedikit bagus toko barang produk orang pelanggan masalah pakai make dipakai lihat cari
    coba kerja jalan dekat jauh pertama terakhir kemarin besok sekarang hari ini nanti dulu jenis macam bagian situs web dua tiga langsung sendiri kena dapet dapetin`,
  vi: `ngày tuần tháng năm thời gian lâu mới cũ lớn nhỏ ít nhiều tốt xấu cửa hàng sản phẩm món khách vấn đề dùng thử xem tìm hôm nay mai qua trước sau đầu cuối
    loại phần trang web hai ba bữa lần lấy mang gửi nhận mua bán`,
  ar: `يوم ايام أيام اسبوع أسبوع شهر اشهر شهور سنة سنوات وقت مدة اليوم بكرة غدا امس جديد جديدة كبير صغير كثير قليل افضل محل متجر متجركم منتج منتجات قطعة غرض شخص ناس عميل
    مشكلة استخدم استعمل اعمل أعمل يصير صار حصل ياخذ يأخذ تقدمون تقدموا نوع جزء موقع الموقع اثنين ثلاث مرة اول أول اخر آخر`,
  zh: "天 日 周 星期 月 年 时间 今天 明天 昨天 新 旧 大 小 多 少 好 坏 店 店里 商店 东西 商品 产品 人 顾客 客户 问题 用 看 找 买 卖 试 第一 最后 种类 部分 网站 网上 两 三 行 算 开 前 后 内 超过 一般 直接",
  ja: "日 週 月 年 時間 今日 明日 店 商品 問題 新しい",
  ko: "일 주 월 년 시간 오늘 내일 가게 상품 문제",
  th: "วัน เดือน ปี เวลา ร้าน สินค้า ใหม่",
};

const compared = (entry: string): string[] => {
  const words = wordsOf(entry);
  return [words.map(({ text }) => text).join(""), words.map(({ marked }) => marked).join("")];
};

/** The words of one language, as they are compared. */
export type WordList = (language: Language) => ReadonlySet<string>;

/** Made when a language is first met: a Worker that starts must not wait for what few of its calls need. */
function listOf(lists: Record<Language, string>): WordList {
  const made = new Map<Language, ReadonlySet<string>>();
  return (language) => {
    const words = made.get(language) ?? new Set(lists[language].split(/\s+/).flatMap(compared));
    made.set(language, words);
    return words;
  };
}

/** Words that a question is not about. */
export const stopWords = listOf(STOP);
/** Words that say little: a question that shares only these with a passage is not answered by it. */
export const weakWords = listOf(WEAK);
