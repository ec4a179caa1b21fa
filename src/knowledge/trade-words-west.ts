import type { Language } from "./language.ts";

/** See `TRADE_WORDS`: English, Spanish, Portuguese. */
export const WESTERN_TRADE_WORDS = {
  en: `
    delivery, shipping, ship, deliver, dispatch, send, post, courier, shipment, arrive, arrival, get here
    parcel, package, packet, box
    track, tracking, follow, where is my, whereabouts, locate
    late, delay, delayed, overdue, hasn't come, not arrived, never came, missing, lost, not received, didn't receive, never arrived
    return, send back, bring back, give back, take back, hand back, changed my mind, don't want it
    refund, money back, reimburse, reimbursement, cash back
    exchange, swap, trade, replace, replacement, different size
    warranty, guarantee, guaranteed, coverage, covered
    defect, defective, faulty, broken, damaged, break, cracked, torn, doesn't work, stopped working, not working, malfunction, fault, damage
    repair, fix, mend, service, restore
    pay, payment, checkout, settle
    card, credit card, debit card, visa, mastercard
    instalment, installment, pay later, pay monthly, split, in parts
    price, cost, fee, charge, how much, expensive, rate, price tag
    free, no charge, without cost, complimentary, for nothing
    discount, coupon, promo, voucher code, reduction, sale, deal, cheaper, promo code
    gift card, gift voucher, voucher, gift certificate, gift token
    gift, present, birthday
    open, opening hours, hours, opening times, close, closing time, business hours, shut
    weekend, saturday, sunday
    holiday, bank holiday, public holiday, christmas, easter
    outlet, branch, location, address, where are you
    account, profile, login, log in, sign in, sign up, register
    password, passcode, credentials
    delete, remove, erase, close my account, get rid
    personal data, privacy, data, gdpr, information about me
    invoice, receipt, bill, proof of purchase, vat, tax
    size, sizing, fit, measurement, too small, too big, too tight, too large, measure
    points, loyalty, reward, rewards, loyalty programme, member, membership
    expire, expiry, valid, validity, run out, good for
    cancel, call off, stop, abort
    change, modify, edit, amend, alter, update
    order, purchase, buy, bought
    stock, in stock, availability, sold out
    phone, call, telephone, ring, number
    mail, email, e-mail
    collect, pick up, pickup, click and collect, fetch
    abroad, international, overseas, foreign, other countries, outside the country
    park, parking, car park
    children, kids, child, baby
    wash, clean, cleaning, laundry, washing machine
    old, age
    contact, reach, talk to, speak to
    ? how long, how many days, how soon, how fast, how many weeks, days, weeks, takes, within, hours, months, how many years, years
    ? when, by when, until when, till when, from, until, o'clock
    ? how do i, how can i, form, press, choose
    tomorrow, next day, express, urgent, same day, next working day, overnight, quick, fast, asap
    declined, refused, rejected, fails, failed, error, doesn't go through, not accepted, won't go through
    at home, nobody home, nobody, at work, absent, not in, away, neighbour, no one
    dog, pet, animal, puppy
    wrong, mistake, typo, incorrect, mistyped
    crushed, dented, smashed, damaged, squashed
    underwear, pants, boxers, briefs, lingerie
    zip, zipper
    seam, stitching, stitch
    bleached, faded, fading, colour loss, discoloured
    see, shows, look up, check`,
  es: `
    envio, enviar, entrega, entregar, despacho, mandar, reparto, llegar, llega, mensajeria, transporte, reparten
    paquete, pedido, compra, encomienda, caja, orden
    seguimiento, rastrear, rastreo, localizar, donde esta mi
    retraso, tarda, tarde, demora, no ha llegado, no llega, perdido, extraviado
    devolver, devolucion, retornar, regresar, retorno, me arrepenti, no lo quiero
    reembolso, reembolsar, reintegro, dinero de vuelta, devuelven el dinero, mi dinero, la plata
    cambio, cambiar, canje, canjear, sustituir
    garantia, cobertura, cubre, cubierto
    defecto, defectuoso, roto, averiado, estropeado, dañado, fallo, falla, no funciona, se rompio, averia, descosido
    reparar, reparacion, arreglar, arreglo, componer, taller
    pagar, pago, abonar, cobrar, cobran, cobro
    tarjeta, credito, debito, visa, mastercard
    plazos, cuotas, mensualidades, a meses, fraccionar, financiar, financiacion
    efectivo, cash, metalico, al contado
    precio, coste, costo, cuesta, cuanto sale, tarifa, vale, cobran, gastos
    gratis, gratuito, sin coste, sin costo, sin cargo
    descuento, rebaja, cupon, promocion, oferta, codigo promocional
    tarjeta regalo, tarjeta de regalo, cheque regalo, bono regalo, vale de regalo
    abrir, abierto, abren, horario, hora, cierran, cerrar, cerrado, cierre, apertura
    fin de semana, sabado, domingo
    festivo, feriado, navidad, dia festivo
    tienda, local, sucursal, sede
    direccion, ubicacion, ubicados, donde estan, como llegar
    cuenta, perfil, usuario, registro, registrarme, iniciar sesion, entrar, login
    contraseña, clave, password
    borrar, eliminar, dar de baja, suprimir, cerrar mi cuenta
    datos, privacidad, informacion personal, datos personales
    factura, recibo, ticket, comprobante, boleta, iva, nif, cif
    talla, tallas, talle, medida, numero, me queda grande, me queda pequeño, me aprieta, ajustado, horma
    puntos, fidelidad, recompensa, club, socio
    caducar, caduca, vencer, vence, vencimiento, validez, expira
    cancelar, anular, cancelacion
    recoger, recogida, retirar, retiro, pasar a buscar, buscar en tienda
    extranjero, internacional, otro pais, fuera del pais
    correo, email, mail, e-mail
    modificar, cambiar, corregir, editar, actualizar
    documento, dni, identificacion, carnet, pasaporte
    niño, niños, infantil, hijo, hija, crio
    pie, zapato, bota, calzado, zapatilla
    ? cuanto tarda, cuanto demora, cuantos dias, dias, horas, cuanto tiempo, semanas, en cuanto, tarda, plazo, hasta cuando, cuantos años, años
    ? cuando, a que hora, desde cuando
    urgente, mañana, al dia siguiente, expres, rapido, hoy mismo
    rechazado, rechaza, denegada, error, no pasa, no me pasa, fallido, no funciona la tarjeta
    en casa, ausente, ausencia, domicilio, nadie, no estoy, trabajando
    perro, mascota, animal
    mal, equivocado, incorrecto, error, me equivoque
    calle, direccion
    repartidor, mensajero, cartero
    golpeado, aplastado, abollado
    ropa interior, calzoncillos, bragas
    entre dos tallas, talla intermedia
    quemar, quemadura
    imprimir, duplicado, copia, otra vez
    chaqueta, abrigo, cazadora, parka`,
  pt: `
    entrega, entregar, envio, enviar, frete, despachar, mandar, chegar, chega, transportadora, correios
    pacote, encomenda, pedido, compra, caixa
    rastreio, rastrear, rastreamento, acompanhar, localizar, cade, onde esta
    atraso, atrasado, demora, nao chegou, extraviado, perdido
    devolver, devolucao, retornar, mandar de volta, desistir, arrependimento, me arrependi, desistencia
    reembolso, reembolsar, estorno, estornar, dinheiro de volta, meu dinheiro, ressarcimento
    troca, trocar, substituir, outro tamanho, substituicao
    garantia, cobertura, cobre, coberto
    defeito, defeituoso, quebrado, estragado, danificado, quebrou, nao funciona, parou de funcionar, rasgou, rasgado, estragou, avaria
    conserto, consertar, reparo, reparar, arrumar, assistencia tecnica
    pagar, pagamento, forma de pagamento
    cartao, credito, debito, visa, mastercard
    parcelar, parcela, parcelas, prestacoes, prestacao, vezes, dividir
    boleto, codigo de barras
    dinheiro, especie, a vista
    preco, custo, custa, valor, quanto sai, taxa, quanto fica, caro
    gratis, gratuito, sem custo, de graca, isento
    desconto, cupom, promocao, oferta
    vale presente, cartao presente, gift card
    abrir, aberto, abre, horario, hora, fecha, fechar, fechado, funcionamento, atendimento
    fim de semana, sabado, domingo
    feriado, natal, carnaval
    loja, filial, unidade
    endereco, localizacao, onde fica
    conta, perfil, cadastro, login, entrar, usuario, cadastrar
    senha, password
    apagar, excluir, deletar, remover, encerrar
    dados, privacidade, lgpd, dados pessoais, informacoes pessoais
    nota fiscal, nota, recibo, comprovante, fatura, nf, cupom fiscal, cnpj, cpf
    tamanho, numero, medida, ficou pequeno, ficou grande, ficou apertado
    pontos, fidelidade, recompensa, clube, programa de pontos
    vencer, vence, expira, expirar, validade, prazo, caduca, expiram
    cancelar, anular, cancelamento
    retirar, retirada, buscar, pegar na loja
    exterior, internacional, fora do pais, outro pais
    email, e-mail, correio eletronico
    alterar, mudar, corrigir, editar, atualizar, modificar
    etiqueta, tag
    acumular, ganhar, juntar
    ? quanto tempo, quantos dias, dias, dias uteis, horas, semanas, leva, demora, quantos anos, anos
    ? quando, ate quando, ate que horas, ate que hora
    urgente, amanha, expresso, rapido, no mesmo dia
    recusado, recusada, negado, nao passa, erro, nao aprovado, falhou
    ninguem, em casa, ausente, nao estou, sem ninguem
    cachorro, cao, caes, pet, animal, bicho
    errado, engano, corrigir, digitei errado, arrumar
    rua, endereco
    amassado, batido
    roupa intima, cueca, calcinha
    copia, segunda via, outra via, reimprimir
    presente, presentear, ganhei, aniversario
    costura, descosturou
    ziper, fecho`,
} satisfies Partial<Record<Language, string>>;
