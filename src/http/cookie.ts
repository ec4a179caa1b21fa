import { getCookie, setCookie } from "hono/cookie";
import { LONGEST_SESSION_MS } from "../tenant/credentials.ts";
import type { AppContext } from "./context.ts";

const NAME = "session";

/** Sent back over HTTPS and to this host only, never told to a script, and not sent along by other sites' forms. */
const RULES = { prefix: "host", path: "/", secure: true, httpOnly: true, sameSite: "Lax" } as const;

/** What a browser holds of the session that an agent began in it; null where it holds none. */
export const sessionIn = (c: AppContext): string | null => getCookie(c, NAME, RULES.prefix) ?? null;

/** That a session ends sooner when nobody uses it is for the server to know. */
export const holdSession = (c: AppContext, secret: string): void =>
  setCookie(c, NAME, secret, { ...RULES, maxAge: LONGEST_SESSION_MS / 1000 });

export const dropSession = (c: AppContext): void => setCookie(c, NAME, "", { ...RULES, maxAge: 0 });
