interface Country {
  calling_code: string;
  code: string;
  name: string;
  language: string;
}

const COUNTRIES: Country[] = (
  [
    ["1", "US", "North America", "en"],
    ["20", "EG", "Egypt", "ar"],
    ["27", "ZA", "South Africa", "en"],
    ["31", "NL", "Netherlands", "en"],
    ["33", "FR", "France", "fr"],
    ["34", "ES", "Spain", "es"],
    ["39", "IT", "Italy", "it"],
    ["44", "GB", "United Kingdom", "en"],
    ["49", "DE", "Germany", "de"],
    ["51", "PE", "Peru", "es"],
    ["52", "MX", "Mexico", "es"],
    ["54", "AR", "Argentina", "es"],
    ["55", "BR", "Brazil", "pt"],
    ["56", "CL", "Chile", "es"],
    ["57", "CO", "Colombia", "es"],
    ["60", "MY", "Malaysia", "en"],
    ["61", "AU", "Australia", "en"],
    ["62", "ID", "Indonesia", "id"],
    ["63", "PH", "Philippines", "en"],
    ["65", "SG", "Singapore", "en"],
    ["66", "TH", "Thailand", "en"],
    ["81", "JP", "Japan", "ja"],
    ["82", "KR", "South Korea", "en"],
    ["84", "VN", "Vietnam", "en"],
    ["90", "TR", "Turkey", "tr"],
    ["91", "IN", "India", "hi"],
    ["92", "PK", "Pakistan", "en"],
    ["212", "MA", "Morocco", "fr"],
    ["233", "GH", "Ghana", "en"],
    ["234", "NG", "Nigeria", "en"],
    ["250", "RW", "Rwanda", "en"],
    ["254", "KE", "Kenya", "en"],
    ["351", "PT", "Portugal", "pt"],
    ["353", "IE", "Ireland", "en"],
    ["880", "BD", "Bangladesh", "en"],
    ["966", "SA", "Saudi Arabia", "ar"],
    ["971", "AE", "United Arab Emirates", "ar"],
    ["972", "IL", "Israel", "en"],
  ] as const
).map(([calling_code, code, name, language]) => ({ calling_code, code, name, language }));

/** The country of a number, by the longest calling code that begins it. */
export function countryOf(waId: string): Country | null {
  const candidates = COUNTRIES.filter(({ calling_code }) => waId.startsWith(calling_code));
  return candidates.sort((a, b) => b.calling_code.length - a.calling_code.length)[0] ?? null;
}
