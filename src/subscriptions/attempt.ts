import { Webhook } from "standardwebhooks";
import { urlFault } from "../lib/outside-url.ts";
import { retryAfterOf } from "./backoff.ts";
import type { Attempt } from "./delivery.ts";

/** An attempt as the delivery judges it: it succeeded where `error` is null. */
export interface Sent {
  attempt: Attempt;
  /** The subscriber wants no more of anything (410). */
  isGone: boolean;
  /** How long it asks to be left alone, in milliseconds. */
  retryAfter: number | null;
}

/** What is sent, where to, and signed with what: a signature for each secret, so that one can take the other's place. */
export interface Callback {
  url: string;
  secrets: string[];
  /** The event's own: the same again for every attempt. */
  id: string;
  body: string;
}

/** The way out. */
export interface Way {
  fetch(url: string, init: RequestInit): Promise<Response>;
  now(): number;
  /** `ALLOW_PRIVATE_URLS` */
  allowed: string | undefined;
  timeoutMs: number;
}

/** For the headers and what is read of the body. */
export const TIMEOUT_MS = 15_000;

const USER_AGENT = "conversation-store";
const MOST_CHARACTERS = 500;
/** So many bytes hold so many characters, whatever they are. */
const MOST_BYTES = 4 * MOST_CHARACTERS;

/** Makes one attempt. Never throws: whatever goes wrong is what came of it. */
export async function send(callback: Callback, way: Way): Promise<Sent> {
  const started = way.now();
  const outcome = await made(callback, way, started);
  const { status = null, error, answer = null, isGone = false, retryAfter = null } = outcome;
  const duration_ms = Math.max(0, way.now() - started);
  return { attempt: { at: new Date(started).toISOString(), duration_ms, status, error, answer }, isGone, retryAfter };
}

interface Outcome {
  status?: number;
  error: string | null;
  answer?: string;
  isGone?: boolean;
  retryAfter?: number | null;
}

async function made(callback: Callback, way: Way, started: number): Promise<Outcome> {
  const fault = urlFault(callback.url, way.allowed);
  if (fault !== null) return { error: `The URL may not be called. ${fault}` };
  const stopping = new AbortController();
  const { signal } = stopping;
  // A timer of its own, and not the platform's signal: that one would keep the object awake when the answer is there.
  const timer = setTimeout(() => stopping.abort(), way.timeoutMs);
  let status: number | undefined;
  try {
    const headers = headersOf(callback, started);
    // A redirect could lead inside, and a POST that is redirected is often none any longer.
    const request = way.fetch(callback.url, {
      method: "POST",
      headers,
      body: callback.body,
      redirect: "manual",
      signal,
    });
    const response = await inTime(request, signal);
    status = response.status;
    const answer = await beginningOf(response, signal);
    const retryAfter = retryAfterOf(status, response.headers.get("retry-after"), way.now());
    return { status, error: faultOf(status), answer, isGone: status === 410, retryAfter };
  } catch (error) {
    const why = signal.aborted
      ? `There was no whole answer within ${way.timeoutMs / 1_000} seconds.`
      : unreachable(error);
    return { ...(status !== undefined && { status }), error: why };
  } finally {
    clearTimeout(timer);
  }
}

/** Standard Webhooks: the time is that of the attempt, so that a repetition is not taken for an old one. */
function headersOf({ id, body, secrets }: Callback, at: number): Record<string, string> {
  const time = new Date(at);
  return {
    "Content-Type": "application/cloudevents+json; charset=utf-8",
    "User-Agent": USER_AGENT,
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at / 1_000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, time, body)).join(" "),
  };
}

function faultOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) return `The answer was ${status}: redirects are not followed.`;
  return status === 410 ? "The answer was 410: it wants no more." : `The answer was ${status}.`;
}

const unreachable = (error: unknown): string =>
  `It could not be reached: ${readable(error instanceof Error ? error.message : "unknown", 200)}`;

/** What a subscriber says, as far as it is kept. A connection whose answer nobody reads would stay open. */
async function beginningOf(response: Response, signal: AbortSignal): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    while (size < MOST_BYTES) {
      const { done, value } = await inTime(reader.read(), signal);
      if (done) break;
      const bytes = value as Uint8Array;
      text += decoder.decode(bytes.subarray(0, MOST_BYTES - size), { stream: true });
      size += bytes.byteLength;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
  return readable(text, MOST_CHARACTERS);
}

/** Text of others as it may be shown: without what steers a terminal or turns the direction of writing. */
const readable = (text: string, limit: number): string =>
  [...text.replace(/[\r\n\t]+/g, " ").replace(/[\p{Cc}\p{Cf}]/gu, "")].slice(0, limit).join("");

/** What comes of it, unless the time is over first: not every stream heeds the signal. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
