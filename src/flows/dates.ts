import { plain, withDigits } from "../lib/words.ts";

const DAY_MS = 86_400_000;

/** How far from today, in the words of English, Spanish, Portuguese, Indonesian, Vietnamese, French, Arabic and Chinese. */
const NEAR: readonly [number, string][] = [
  [0, "today,hoy,hoje,hari ini,hom nay,aujourd hui,اليوم,今天"],
  [1, "tomorrow,tmr,tmrw,manana,amanha,besok,esok,ngay mai,mai,demain,غدا,بكرة,明天"],
  [
    2,
    "day after tomorrow,the day after tomorrow,pasado manana,depois de amanha,lusa,ngay kia,apres demain,بعد غد,后天",
  ],
];

/** From Sunday on. */
const WEEKDAYS: readonly string[] = [
  "sunday,sun,domingo,minggu,ahad,chu nhat,dimanche,الاحد,星期日,周日,星期天",
  "monday,mon,lunes,segunda,segunda feira,senin,thu hai,lundi,الاثنين,星期一,周一",
  "tuesday,tue,martes,terca,terca feira,selasa,thu ba,mardi,الثلاثاء,星期二,周二",
  "wednesday,wed,miercoles,quarta,quarta feira,rabu,thu tu,mercredi,الاربعاء,星期三,周三",
  "thursday,thu,jueves,quinta,quinta feira,kamis,thu nam,jeudi,الخميس,星期四,周四",
  "friday,fri,viernes,sexta,sexta feira,jumat,jum at,thu sau,vendredi,الجمعة,星期五,周五",
  "saturday,sat,sabado,sabtu,thu bay,samedi,السبت,星期六,周六",
];

/** From January on; the first three letters will do where they name one month. */
const MONTHS: readonly string[] = [
  "january,enero,janeiro,januari,janvier",
  "february,febrero,fevereiro,februari,fevrier",
  "march,marzo,marco,maret,mars",
  "april,abril,avril",
  "may,mayo,maio,mei,mai",
  "june,junio,junho,juni,juin",
  "july,julio,julho,juli,juillet",
  "august,agosto,agustus,aout",
  "september,septiembre,setembro,septembre",
  "october,octubre,outubro,oktober,octobre",
  "november,noviembre,novembro,novembre",
  "december,diciembre,dezembro,desember,decembre",
];

const same = (word: string) => plain(word);
const indexOf = (lists: readonly string[], word: string): number =>
  lists.findIndex((list) => list.split(",").some((one) => same(one) === word));

/** The day that it is somewhere, as YYYY-MM-DD. */
export const dayIn = (timeZone: string, at: number): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);

/** The day that an answer names, as YYYY-MM-DD; null where it names none. A day without a year is the next one. */
export function readDate(text: string, today: string, order: "day_first" | "month_first"): string | null {
  const said = withDigits(text).trim();
  return written(said, today, order) ?? spoken(plain(said), today);
}

/** In digits: 2027-12-24, 24/12/2027, 24.12.27, 24/12. */
function written(said: string, today: string, order: "day_first" | "month_first"): string | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$/.exec(said);
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const parts = /^(\d{1,2})\s?[-/.]\s?(\d{1,2})(?:\s?[-/.]\s?(\d{4}|\d{2}))?\.?$/.exec(said);
  if (!parts) return null;
  const [one, other] = [Number(parts[1]), Number(parts[2])];
  const isMonthFirst = order === "month_first" ? one <= 12 : other > 12;
  const [month, date] = isMonthFirst ? [one, other] : [other, one];
  return inYear(month, date, parts[3], today);
}

/** In words: tomorrow, next friday, 24 de diciembre, March 3rd 2027. */
function spoken(said: string, today: string): string | null {
  const near = NEAR.find(([, list]) => indexOf([list], said) === 0);
  if (near) return plus(today, near[0]);
  const weekday = indexOf(
    WEEKDAYS,
    said.replace(/^(next|this|on|el|este|proximo|na|no|hari) | (que viene|depan|ini)$/g, ""),
  );
  if (weekday >= 0) {
    const now = new Date(`${today}T00:00:00Z`).getUTCDay();
    return plus(today, (weekday - now + 7) % 7 || 7);
  }
  const names = said.split(" ").filter((word) => !["de", "of", "the", "del"].includes(word));
  const month = names.map(monthOf).find((number) => number > 0);
  const [date, year] = names.flatMap((word) => /^(\d{1,4})(?:st|nd|rd|th)?$/.exec(word)?.[1] ?? []);
  if (month === undefined || date === undefined || names.length > 3) return null;
  return inYear(month, Number(date), year, today);
}

function monthOf(word: string): number {
  const whole = indexOf(MONTHS, word) + 1;
  if (whole > 0 || word.length < 3) return whole;
  const begun = MONTHS.map((list, index) => (list.split(",").some((one) => one.startsWith(word)) ? index + 1 : 0));
  const found = begun.filter((number) => number > 0);
  return found.length === 1 ? (found[0] ?? 0) : 0;
}

function inYear(month: number, date: number, year: string | undefined, today: string): string | null {
  const now = Number(today.slice(0, 4));
  if (year !== undefined) return day(year.length === 2 ? 2_000 + Number(year) : Number(year), month, date);
  // The 29th of February may be years away.
  const coming = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((years) => day(now + years, month, date));
  return coming.find((one) => one !== null && one >= today) ?? null;
}

/** A day that there is. */
function day(year: number, month: number, date: number): string | null {
  if (year < 1_900 || year > 2_200) return null;
  const time = new Date(Date.UTC(year, month - 1, date));
  const isThere = time.getUTCMonth() === month - 1 && time.getUTCDate() === date;
  return isThere ? time.toISOString().slice(0, 10) : null;
}

const plus = (today: string, days: number): string =>
  new Date(Date.parse(`${today}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
