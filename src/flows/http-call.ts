import { parseJson } from "../lib/json.ts";
import { urlFault } from "../lib/outside-url.ts";
import type { HttpAnswer, HttpCall } from "./execution.ts";

/** The way out. */
export interface Way {
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** `ALLOW_PRIVATE_URLS` */
  allowed: string | undefined;
  /** What the flow's headers may name. */
  secrets: Record<string, string>;
}

const MOST_BYTES = 65_536;

/**
 * Makes a flow's request. Never throws: whatever goes wrong is what came of it.
 * @param key the same for every attempt, so that the service does it once
 */
export async function makeCall(call: HttpCall, key: string, way: Way): Promise<HttpAnswer> {
  const fault = urlFault(call.url, way.allowed);
  if (fault !== null) return failed(`The URL may not be called. ${fault}`);
  const headers = headersOf(call, key, way.secrets);
  if (headers === null) return failed("A header names a secret that is not there, or is none that can be sent.");
  const stopping = new AbortController();
  // A timer of its own, and not the platform's signal: that one would keep the object awake when the answer is there.
  const timer = setTimeout(() => stopping.abort(), call.timeout_ms);
  const late = new Promise<never>((_, reject) => {
    stopping.signal.addEventListener("abort", () => reject(new Error("late")), { once: true });
  });
  try {
    const { method, body } = call;
    // A redirect could lead inside.
    const init = { method, headers, body, redirect: "manual", signal: stopping.signal } as const;
    return await Promise.race([asked(call.url, init, way), late]);
  } catch {
    const seconds = call.timeout_ms / 1_000;
    return failed(
      stopping.signal.aborted ? `There was no whole answer within ${seconds} seconds.` : "It could not be reached.",
    );
  } finally {
    clearTimeout(timer);
  }
}

async function asked(url: string, init: RequestInit, { fetch }: Way): Promise<HttpAnswer> {
  const response = await fetch(url, init);
  const { status } = response;
  const bytes = await readAtMost(response);
  if (bytes === null) return { status, body: null, error: `The answer has more than ${MOST_BYTES} bytes.` };
  const json = bytes.byteLength === 0 ? { ok: true as const, value: null } : parseJson(bytes);
  const body = json.ok ? json.value : null;
  if (status < 200 || status >= 300) return { status, body, error: `The answer was ${status}.` };
  return json.ok ? { status, body, error: null } : { status, body: null, error: "The answer is not JSON." };
}

/** What came, or null when it is too much. A connection whose answer nobody reads would stay open. */
async function readAtMost(response: Response): Promise<Uint8Array | null> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array();
  const whole = new Uint8Array(MOST_BYTES);
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return whole.subarray(0, size);
      const bytes = value as Uint8Array;
      if (size + bytes.byteLength > MOST_BYTES) return null;
      whole.set(bytes, size);
      size += bytes.byteLength;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

const failed = (error: string): HttpAnswer => ({ status: null, body: null, error });

/** Null where one cannot be sent. */
function headersOf(call: HttpCall, key: string, secrets: Record<string, string>): Headers | null {
  const headers = new Headers({
    Accept: "application/json",
    "User-Agent": "conversation-store",
    "Idempotency-Key": key,
  });
  if (call.body !== null) headers.set("Content-Type", "application/json; charset=utf-8");
  try {
    for (const { name, parts } of call.headers) {
      const texts = parts.map((part) => {
        if (typeof part === "string") return part;
        if (!Object.hasOwn(secrets, part.secret)) throw new Error("no such secret");
        return secrets[part.secret];
      });
      headers.set(name, texts.join("").replace(/[\r\n]+/g, " "));
    }
    return headers;
  } catch {
    return null;
  }
}
