import { isAllowedUrl, urlFault } from "../lib/outside-url.ts";

/** The way to what a tenant names: never to a private address, unless the operator allows it. */
export function wayOut(env: Pick<Cloudflare.Env, "OUTSIDE" | "ALLOW_PRIVATE_URLS">): typeof fetch {
  const { OUTSIDE, ALLOW_PRIVATE_URLS: allowed } = env;
  return async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = input instanceof Request ? input.url : String(input);
    const fault = urlFault(url, allowed);
    if (fault !== null) throw new Error(`The URL may not be called. ${fault}`);
    const out = isAllowedUrl(url, allowed) ? globalThis : (OUTSIDE ?? globalThis);
    // A redirect could lead inside, and would carry the key along.
    return out.fetch(input as Request, { ...init, redirect: "manual" } as RequestInit);
  };
}
