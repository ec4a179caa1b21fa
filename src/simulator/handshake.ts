import { randomInt } from "node:crypto";
import type { BusinessNumber } from "./model.ts";

const ANSWER_TIMEOUT_MS = 5_000;

type Verification = Pick<BusinessNumber, "verified" | "verification">;

/** Meta's verification of a webhook: it must know the token, and send the challenge back as its whole body. */
export async function handshake(
  { webhook_url, verify_token }: Pick<BusinessNumber, "webhook_url" | "verify_token">,
  fetcher: typeof fetch,
): Promise<Verification> {
  const challenge = String(randomInt(1_000_000_000, 9_999_999_999));
  const url = new URL(webhook_url);
  url.searchParams.set("hub.mode", "subscribe");
  url.searchParams.set("hub.challenge", challenge);
  url.searchParams.set("hub.verify_token", verify_token);
  try {
    const answer = await fetcher(url.href, { redirect: "manual", signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    const body = await answer.text();
    if (answer.status !== 200) return refused(`The webhook answered the verification with ${answer.status}.`);
    if (body !== challenge) return refused("The webhook did not answer with the challenge it was sent.");
    return { verified: true, verification: "The webhook is verified." };
  } catch {
    return refused("The webhook did not answer the verification.");
  }
}

const refused = (verification: string): Verification => ({ verified: false, verification });
