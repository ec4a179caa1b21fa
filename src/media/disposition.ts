/** Everything but the attribute characters of RFC 5987 in percent encoding. */
const encoded = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** What an old client saves the file as: ASCII, and nothing that a quoted string or a file system takes for a sign. */
const plain = (name: string): string => name.replace(/[^\x20-\x7e]|["%\\/:*?<>|;]/g, "_");

/** `Content-Disposition` of a file (RFC 6266): its name for everybody, and in ASCII for those who know no better. */
export const contentDisposition = (type: "inline" | "attachment", name: string): string =>
  `${type}; filename="${plain(name)}"; filename*=UTF-8''${encoded(name)}`;

const LONGEST_NAME = 240;

/** A file's name without folders and control characters, at most 240 characters; null when nothing is left of it. */
export function fileName(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name
  const clean = text.toWellFormed().replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, "");
  const last = clean.split(/[\\/]/).at(-1)?.trim() ?? "";
  if (last === "" || /^\.+$/.test(last)) return null;
  const characters = [...last];
  if (characters.length <= LONGEST_NAME) return last;
  const ending = /\.\w{1,10}$/.exec(last)?.[0] ?? "";
  return characters.slice(0, LONGEST_NAME - ending.length).join("") + ending;
}

/** The name in a `Content-Disposition` header, `filename*` before `filename`; null where there is none. */
export function nameIn(header: string): string | null {
  const extended = /;\s*filename\*\s*=\s*UTF-8'[\w-]*'([^;\s]+)/i.exec(header)?.[1];
  const decoded = extended === undefined ? null : decode(extended);
  if (decoded !== null) return fileName(decoded);
  const [, quoted, token] = /;\s*filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(header) ?? [];
  const name = quoted?.replace(/\\(.)/g, "$1") ?? token;
  return name === undefined ? null : fileName(name);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
