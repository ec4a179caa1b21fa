import type { Language } from "./language.ts";

/** See `TRADE_WORDS`: Indonesian, Vietnamese, Arabic, Chinese. */
export const EASTERN_TRADE_WORDS = {
  id: `
    kirim, pengiriman, antar, ongkir, ongkos kirim, ekspedisi, kurir, dikirim, mengirim, sampai, tiba, nyampe, datang
    paket, pesanan, orderan, barang pesanan, order, kiriman
    lacak, resi, nomor resi, tracking, cek resi, posisi, melacak, pelacakan
    terlambat, telat, belum sampai, belum datang, lama banget, hilang, nyasar, tertunda
    retur, pengembalian, mengembalikan, kembalikan, balikin, dikembalikan, return
    refund, pengembalian dana, uang kembali, uang balik, dana kembali, duit balik
    tukar, penukaran, menukar, ganti, ditukar, tuker, ganti ukuran
    garansi, jaminan, dijamin, ditanggung
    rusak, cacat, sobek, pecah, patah, jebol, bocor, kerusakan, tidak berfungsi, lepas, copot
    perbaiki, servis, service, reparasi, perbaikan, benerin, betulin, memperbaiki
    bayar, pembayaran, membayar, dibayar, lunas
    kartu, kartu kredit, kartu debit, visa, mastercard
    cicil, cicilan, angsuran, kredit, nyicil, paylater, mencicil
    transfer, virtual account, rekening
    cod, bayar di tempat, tunai, cash, bayar pas sampai
    dompet digital, e-wallet, ewallet, gopay, ovo, dana
    harga, biaya, ongkos, tarif, bayar berapa
    gratis, free, cuma cuma, bebas biaya, tanpa biaya
    diskon, promo, potongan, kupon, voucher
    kartu hadiah, gift card, voucher hadiah
    buka, jam buka, tutup, jam operasional, jadwal, jam kerja, bukanya, tutupnya
    akhir pekan, sabtu, minggu, weekend, hari minggu
    libur, tanggal merah, lebaran, natal, hari libur
    cabang, gerai, outlet, toko
    alamat, lokasi, letak
    akun, profil, login, masuk, daftar, registrasi
    sandi, kata sandi, password
    hapus, menghapus, tutup akun, penghapusan, delete
    data pribadi, privasi, data
    faktur, nota, struk, kuitansi, invoice, bukti pembelian
    ukuran, size, nomor, kekecilan, kebesaran, kesempitan, sempit, longgar, mengukur
    poin, point, loyalitas, member, anggota, reward, hadiah
    kedaluwarsa, kadaluarsa, hangus, expired, berlaku, masa berlaku
    batal, membatalkan, pembatalan, cancel, batalin
    ambil, ambil sendiri, pengambilan, jemput
    luar negeri, internasional, mancanegara
    ubah, mengubah, ganti, edit, rubah, koreksi
    email, surel, surat elektronik
    sepatu, bot, boots, sandal
    anak, bocah, balita
    ? berapa lama, berapa hari, brp lama, hari kerja, hari, minggu, jam, berapa tahun, brp tahun, tahun, sampai kapan, batas waktu
    ? kapan, jam berapa, pukul
    besok, kilat, cepat, hari ini juga, sameday, express
    gagal, ditolak, error, expired, tidak bisa
    di rumah, rumah kosong, tidak ada orang, titip, dititipkan
    anjing, hewan, peliharaan, kucing
    salah, keliru, typo
    dana, uang, duit
    dus, kotak, kardus
    penyok, rusak
    luntur, pudar
    kado, hadiah
    celana dalam, pakaian dalam
    resleting, ritsleting`,
  vi: `
    giao hàng, vận chuyển, ship, gửi hàng, chuyển hàng, giao, ship hàng, nhận hàng, giao tới, phí ship, vận đơn
    đơn hàng, gói hàng, đơn, kiện hàng, bưu kiện, đặt hàng, đặt mua
    theo dõi, tra cứu, kiểm tra đơn, mã vận đơn, tới đâu
    trễ, chậm, giao muộn, chưa nhận được, thất lạc, chưa tới, muộn
    trả hàng, hoàn hàng, trả lại, gửi trả, đổi ý, không ưng, không thích
    hoàn tiền, trả tiền lại, lấy lại tiền, trả lại tiền, tiền về
    đổi hàng, đổi, đổi size, đổi trả, thay
    bảo hành, bảo đảm
    lỗi, hỏng, hư, rách, bể, vỡ, gãy, sứt chỉ, bung, bong, tróc, không hoạt động, trục trặc
    sửa, sửa chữa, khắc phục, vá, may lại, thay thế
    thanh toán, trả tiền, chi trả, tính tiền
    thẻ, thẻ tín dụng, thẻ ghi nợ, visa, mastercard, cà thẻ, quẹt thẻ
    trả góp, góp, chia kỳ, trả dần
    chuyển khoản, ngân hàng, ck, chuyển tiền
    ví điện tử, momo, zalopay
    tiền mặt, cod, thanh toán khi nhận hàng, trả tiền khi nhận
    giá, phí, chi phí, cước, bao nhiêu tiền, tốn, mất tiền
    miễn phí, free, không mất phí, không tốn tiền, freeship
    giảm giá, khuyến mãi, mã giảm giá, ưu đãi, voucher, khuyến mại, sale
    thẻ quà tặng, phiếu quà tặng, gift card, thẻ quà
    mở cửa, đóng cửa, giờ mở cửa, giờ làm việc, giờ hoạt động, bán tới, nghỉ
    cuối tuần, thứ bảy, chủ nhật, thứ 7, t7, cn
    ngày lễ, tết, lễ, nghỉ lễ
    cửa hàng, chi nhánh, tiệm
    địa chỉ, ở đâu, vị trí, đường nào
    tài khoản, đăng nhập, đăng ký, hồ sơ, acc, account
    mật khẩu, pass, password
    xóa, xoá, hủy tài khoản, gỡ
    dữ liệu, thông tin cá nhân, riêng tư, quyền riêng tư
    hóa đơn, hoá đơn, vat, hóa đơn đỏ, biên lai, xuất hóa đơn, phiếu mua hàng
    kích cỡ, size, cỡ, kích thước, chật, rộng, số đo
    điểm, tích điểm, thành viên, điểm thưởng
    hết hạn, thời hạn, hiệu lực, hạn sử dụng, hạn dùng, còn hạn
    hủy, huỷ, hủy đơn, bỏ đơn
    nước ngoài, quốc tế
    công ty, doanh nghiệp, mã số thuế
    giày, dép, bốt, ủng
    số dư, còn lại
    sai, nhầm, sửa lại, chỉnh sửa
    ? bao lâu, mấy ngày, bao nhiêu ngày, ngày làm việc, mấy tuần, tuần, mấy năm, khi nào, bao giờ, năm
    ? mấy giờ, giờ
    hỏa tốc, nhanh, trong ngày, gấp
    không thành công, thất bại, báo lỗi, từ chối, quẹt không được
    không có ai, không có nhà, vắng nhà, không có người, đi vắng
    chó, thú cưng, mèo, cún
    hộp, thùng
    bẹp, móp, móp vỡ, bể
    khóa kéo, dây kéo, phéc mơ tuya
    phai màu, bạc màu, ra màu
    quên, không nhớ`,
  ar: `
    توصيل, شحن, ارسال, إرسال, تسليم, يوصل, توصلون, ترسلون, يصل, وصول, شركة الشحن, مندوب
    طلب, طلبية, طرد, شحنة, الطلبية, اوردر
    تتبع, متابعة, رقم التتبع, أين طلبي, وين طلبي, أتابع
    تأخير, تأخر, متأخر, لم يصل, ما وصل, ضاع, مفقود
    إرجاع, ارجع, استرجاع, مرتجع, ترجيع, إعادة, أرجع, رجع, أعيد
    استرداد, استرداد المبلغ, فلوسي, رد المبلغ, إعادة المبلغ, أموالي, استرد
    استبدال, تبديل, ابدل, أبدل, أغير, تغيير, بدل
    ضمان, كفالة, مكفول, مضمون, يغطي, يشمل
    عيب, معيب, خراب, مكسور, تالف, عطل, خربان, معطل, انكسر, تعطل, تمزق, انقطع, تلف
    إصلاح, تصليح, صيانة, صلح, تصلحون, أصلح, ترميم
    دفع, سداد, أدفع, ادفع, حساب الفاتورة
    بطاقة, فيزا, ماستركارد, بطاقة ائتمان, مدى, كارت
    تقسيط, أقساط, قسط, دفعات, تابي, تمارا
    نقد, كاش, نقدا, الدفع عند الاستلام, عند الاستلام
    سعر, تكلفة, رسوم, بكم, ثمن, كلفة, أجرة, يكلف
    مجاني, مجانا, ببلاش, بدون رسوم, بلا مقابل
    خصم, تخفيض, كوبون, عرض, كود خصم, عروض
    بطاقة هدية, بطاقات الهدايا, قسيمة, كرت هدية
    هدية, هدايا
    فتح, مفتوح, تفتحون, دوام, ساعات العمل, أوقات العمل, مواعيد, يغلق, إغلاق, تسكرون, تقفلون, مغلق, تفتح, يفتح
    الجمعة, السبت, نهاية الأسبوع, عطلة الأسبوع
    عيد, رمضان, إجازة, عطلة رسمية, أعياد
    فرع, معرض, فروع
    عنوان, موقع, مكان, وين المحل, لوكيشن
    حساب, تسجيل, دخول, تسجيل الدخول, بروفايل
    كلمة المرور, كلمة السر, باسوورد, الرقم السري
    حذف, مسح, إلغاء الحساب, أحذف, امسح
    بيانات, خصوصية, معلوماتي, بياناتي, معلومات شخصية
    فاتورة, إيصال, وصل, فواتير, ضريبة
    مقاس, قياس, حجم, ضيق, واسع, نمرة, مقاسات
    نقاط, ولاء, مكافآت, عضوية
    صلاحية, تنتهي, انتهاء, صالح, ينتهي
    إلغاء, الغي, ألغي, كنسل
    خارج البلاد, دولي, دول الخليج, خارج, الدول
    رصيد, المتبقي, باقي
    حذاء, جزمة, بوت, أحذية
    قدم, رجل, القدم
    تفاصيل, تعليمات
    ? كم يوم, كم مدة, أيام, مدة, اسبوع, أسبوعين, يستغرق, كم سنة, سنة, سنتين, خلال
    ? متى, الساعة كم, صباحا, مساء
    بكرة, اليوم التالي, سريع, مستعجل
    رفض, ترفض, تنرفض, ما تشتغل, فشل, خطأ
    المستلم, في البيت, ما في احد, غير موجود, عدم وجود
    كلب, قطة, حيوان
    غلط, خطأ, تعديل, تصحيح, أصلح
    سحاب, سوستة
    بهتان, راح اللون, اللون راح
    الشراء, اشتريت, شراء
    بريد, ايميل, إيميل
    نسيت, نسيان
    أطفال, ولد, ولدي, بنت, بنتي, طفل
    معطف, جاكيت, سترة
    إنترنت, نت, الموقع, اونلاين
    سيارة, مواقف, موقف, أوقف`,
  zh: `
    配送, 送货, 发货, 快递, 物流, 寄送, 寄, 送到, 运送, 送, 派送, 到货, 收到货, 邮寄
    包裹, 订单, 单子, 货
    运费, 邮费, 快递费, 配送费, 包邮
    跟踪, 追踪, 查询, 单号, 查, 到哪, 物流信息
    延误, 迟到, 晚到, 没收到, 丢失, 丢件, 还没到, 丢了, 弄丢
    退货, 退回, 退, 退掉, 寄回, 不想要, 无理由
    退款, 退钱, 返款, 钱退, 退费, 到账
    换货, 更换, 换, 调换, 换大, 换小, 换码, 换个
    保修, 质保, 保固, 三包
    故障, 坏了, 坏, 损坏, 质量问题, 瑕疵, 破了, 断了, 开胶, 破损, 裂, 漏水
    维修, 修理, 修, 修补, 返修
    支付, 付款, 付钱, 结账, 付, 买单
    信用卡, 银行卡, 刷卡, 储蓄卡
    分期, 分期付款, 花呗, 月付
    现金, 货到付款, 现钱
    价格, 多少钱, 费用, 价钱, 收费, 要钱
    免费, 不要钱, 不收费, 白送
    优惠, 打折, 折扣, 优惠券, 促销, 便宜, 优惠码
    礼品卡, 购物卡, 礼物卡, 储值卡
    营业时间, 开门, 关门, 几点开, 几点关, 营业, 打烊, 开到
    周末, 星期六, 星期天, 周六, 周日, 礼拜天
    节假日, 春节, 国庆, 放假, 过年, 假期
    门店, 分店, 实体店, 店面
    地址, 位置, 在哪, 地铁
    账户, 账号, 帐号, 登录, 注册
    密码, 口令
    删除, 注销, 清除, 销户
    个人信息, 隐私, 个人数据, 资料, 数据
    发票, 收据, 专票, 普票, 开票, 税号, 抬头
    尺码, 尺寸, 号码, 码数, 鞋码, 码, 偏大, 偏小, 太小, 太大
    积分, 会员, 点数, 等级
    过期, 有效期, 到期, 失效, 作废, 清零
    取消, 撤销, 撤单
    自提, 自取, 到店取
    国外, 海外, 境外, 国际, 港澳台
    修改, 更改, 改, 变更
    电子邮件, 邮箱, 邮件
    吊牌, 标签, 包装
    停车, 车位, 停车场
    ? 几天, 多久, 多长时间, 时效, 工作日, 什么时候, 天内, 几年, 多少天
    ? 几点
    次日达, 明天到, 当天, 加急, 最快
    失败, 付不了, 不成功, 无法, 刷不了, 付不了款, 登不上
    没人, 无人, 不在家, 家里没人, 无人签收, 签收
    狗, 宠物, 猫, 狗狗
    填错, 写错, 错, 错了
    破损, 压扁, 碎, 变形
    箱子, 外箱, 盒子
    内衣, 内裤
    褪色, 掉色
    拉链, 拉锁
    礼物, 送的, 送礼
    网上, 网购, 线上
    停, 停车`,
} satisfies Partial<Record<Language, string>>;
