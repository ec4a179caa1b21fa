/** What browsers show without running anything, by type, and how such a file's name ends. Never SVG, HTML or XML. */
const SHOWN: { [type: string]: string } = {
  "image/jpeg": "jpg",
  "image/png": "png",
  "image/gif": "gif",
  "image/webp": "webp",
  "image/avif": "avif",
  "audio/aac": "aac",
  "audio/amr": "amr",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/ogg": "ogg",
  "audio/opus": "opus",
  "audio/wav": "wav",
  "audio/webm": "weba",
  "video/mp4": "mp4",
  "video/3gpp": "3gp",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "application/pdf": "pdf",
};

const LONGEST = 127;
const TYPE = /^[a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*$/;
const PARAMETERS = /^(?:; [a-z0-9_-]+=[\w.+,"' -]+)*$/i;

/** A media type in one spelling, with its parameters where they are sound; null when it is none. */
export function parseMimeType(text: string): string | null {
  const [type = "", ...parameters] = text.split(";").map((part) => part.trim());
  const base = type.toLowerCase();
  if (base.length > LONGEST || !TYPE.test(base)) return null;
  const rest = parameters.map((parameter) => `; ${parameter}`).join("");
  return PARAMETERS.test(rest) && base.length + rest.length <= LONGEST ? base + rest : base;
}

/** A media type without its parameters. */
export const baseType = (mimeType: string): string => (mimeType.split(";")[0] ?? "").trim().toLowerCase();

/** The type under which a file may be shown in a browser; null when it may only be saved. */
export function shownType(mimeType: string | null): string | null {
  const base = baseType(mimeType ?? "");
  return Object.hasOwn(SHOWN, base) ? base : null;
}

/** How the name of a file of this type ends. */
export const endingOf = (mimeType: string | null): string => {
  const ending = SHOWN[shownType(mimeType) ?? ""];
  return ending === undefined ? "" : `.${ending}`;
};
