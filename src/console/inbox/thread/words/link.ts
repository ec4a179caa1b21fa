/** Where a link leads, and what is shown of it. */
export interface Link {
  href: string;
  shown: string;
}

const SCRIPTS = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Armenian",
  "Hebrew",
  "Arabic",
  "Thai",
  "Devanagari",
  "Georgian",
  "Cherokee",
];
const TESTS = SCRIPTS.map((script) => new RegExp(`\\p{Script=${script}}`, "u"));

/** Letters of several scripts in one name are there to look like another name. */
const isMixed = (host: string): boolean => TESTS.filter((test) => test.test(host)).length > 1;

/** A link as it may be followed; null for what only looks like one. */
export function linkOf(text: string): Link | null {
  const whole = /^www\./iu.test(text) ? `https://${text}` : text;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    return null;
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") return null;
  // What stands before an @ looks like the place, and is not.
  if (url.username !== "" || url.password !== "") return null;
  const host = /^https?:\/\/([^/?#:]*)/iu.exec(whole)?.[1] ?? "";
  return { href: url.href, shown: isMixed(host) ? url.href : text };
}
