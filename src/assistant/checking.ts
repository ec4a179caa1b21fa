/** What a message of WhatsApp takes, in characters. */
const LONGEST = 4_096;

/** So many letters in a row of what is secret are no coincidence. */
const TELLTALE = 48;

export interface Known {
  /** What must never be said: the prompt's rules, the tenant's instructions. */
  secret: string;
  /** Never said, however short. */
  api_key: string | null;
  /** What may be repeated: passages, the customer's own record, the conversation, the tenant's instructions. */
  open: string;
}

/** Why the model's words must not be sent, in words of our own; null where they may. */
export function faultIn(text: string, { secret, api_key, open }: Known): string | null {
  if (text === "") return "it was empty";
  if (text.length > LONGEST) return `it was longer than ${LONGEST} characters`;
  if ((api_key !== null && api_key.length >= 8 && text.includes(api_key)) || KEY.test(text)) return "it held a key";
  if (isTelling(text, secret)) return "it held the assistant's own instructions";
  if (strangers(emailsIn(text), emailsIn(open))) return "it held an e-mail address that is not in its sources";
  if (strangers(hostsIn(text), hostsIn(open))) return "it held a link that is not in its sources";
  if (phonesIn(text).some((phone) => !digitsOf(open).includes(phone.slice(-8)))) {
    return "it held a phone number that is not in its sources";
  }
  return null;
}

/** Keys as the usual endpoints make them. */
const KEY = /\b(sk|pk|rk|xox[bp]|ghp|gsk|whsec)[-_][\w-]{16,}/;

function isTelling(text: string, secret: string): boolean {
  const [said, hidden] = [lettersOf(text), lettersOf(secret)];
  const windows = new Set<string>();
  for (let at = 0; at + TELLTALE <= hidden.length; at++) windows.add(hidden.slice(at, at + TELLTALE));
  for (let at = 0; at + TELLTALE <= said.length; at++) if (windows.has(said.slice(at, at + TELLTALE))) return true;
  return false;
}

const lettersOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

const strangers = (said: string[], known: string[]): boolean => said.some((one) => !known.includes(one));

/** Looked for from where its name can begin only, or a long word without an @ would take seconds. */
const EMAIL = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu;

const emailsIn = (text: string): string[] => (plain(text).match(EMAIL) ?? []).map((one) => one.toLowerCase());

/** With what begins a link, or as WhatsApp makes one of it: "shop.example/returns", "shop-help.com". */
const LINKS = [
  /(?:https?:\/\/|www\.)([^\s/?#:)\]>"'”]+)/gi,
  /(?<![@\p{L}\p{N}._-])((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?=\/\S)/giu,
  /(?<![@\p{L}\p{N}._-])((?:[\p{L}\p{N}-]+\.)+(?:com|net|org|info|biz|io|app|shop|store|online|site|link|xyz))(?![\p{L}\p{N}-]|\.\p{L})/giu,
];

const hostsIn = (text: string): string[] =>
  LINKS.flatMap((link) => [...plain(text).matchAll(link)]).map(([, host = ""]) =>
    host
      .toLowerCase()
      .replace(/^www\./, "")
      .replace(/[.,;!]+$/, ""),
  );

/** What is written with these between its digits may be one number. */
const NUMBER = /[+(]?\d(?:[\d\s().\-/]{5,}\d)/g;

/** Prices, times and years, and from one to another: "1.500.000", "09.00-18.00", "2024-2026". */
const QUANTITY = String.raw`(?:[1-9]\d{0,2}(?:[.,\s]\d{3})+|\d{1,2}[.:]\d{2}|(?:19|20)\d{2})`;
const QUANTITIES = new RegExp(String.raw`^${QUANTITY}(?:\s*-\s*${QUANTITY})?$`);
const DATE = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\b/;
/** "+62 812…", "0812…", "(021)…", "555-1234". */
const LIKE_A_PHONE = /^([+(0]|\d{3,4}[\s-]\d{4}$)/;

/** Numbers that look like those of telephones, their digits only. */
const phonesIn = (text: string): string[] =>
  (plain(text).match(NUMBER) ?? [])
    .filter((number) => !QUANTITIES.test(number) && !DATE.test(number))
    .map((number) => ({ digits: number.replace(/\D/g, ""), least: LIKE_A_PHONE.test(number) ? 7 : 9 }))
    .filter(({ digits, least }) => digits.length >= least && digits.length <= 15)
    .map(({ digits }) => digits);

const digitsOf = (text: string): string => plain(text).replace(/(?<=\d)[\s().\-/]+(?=\d)/g, "");

/** Full-width letters and the digits of other scripts are the usual ones; what cannot be seen is gone. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));

/** The digits of a script follow each other from a code point that ends in 0 or 6. */
function digitValue(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 0x80) return code - 0x30;
  let zero = code;
  while (zero > 0 && code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code - zero;
}
