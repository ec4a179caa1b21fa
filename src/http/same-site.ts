/**
 * Whether a page of this server made a request: null where nothing says so, as with a program. A browser that speaks for
 * another page cannot leave out both headers, nor choose them (Fetch Metadata; RFC 6454).
 */
export function isFromOwnPage(request: Request): boolean | null {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  return origin === null ? null : isOwnOrigin(origin, new URL(request.url));
}

/** A proxy in front may speak HTTPS for us, but nobody in front of that may leave it out. */
function isOwnOrigin(origin: string, { protocol, host }: URL): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  return from.host === host && (from.protocol === "https:" || from.protocol === protocol);
}
