import { bodyOf, sign } from "./envelope.ts";
import type { BusinessNumber, WebhookChange } from "./model.ts";
import type { State } from "./state.ts";

const ANSWER_TIMEOUT_MS = 10_000;

/** Why a webhook did not arrive. */
export interface Failure {
  reason: string;
  /** No answer at all: the business's server is down. */
  unanswered: boolean;
}

/** What an override of the callback reroutes; the rest always goes to the app's own address. */
const REROUTED = /^(messages|calls|messaging_handovers|group_.*|history|smb_.*)$/;

/** Where a field's webhooks go: to the number's own address, else the account's, else the app's. */
export function addressFor(state: State, number: BusinessNumber, field: string): string {
  if (!REROUTED.test(field)) return number.webhook_url;
  return number.override_url ?? state.get("account", number.waba_id)?.override_url ?? number.webhook_url;
}

/** One POST, signed. Null when the business answered 200; anything else is a failure, as it is for WhatsApp. */
export async function post(
  fetcher: typeof fetch,
  number: BusinessNumber,
  { url, changes, now }: { url: string; changes: WebhookChange[]; now: number },
): Promise<Failure | null> {
  const body = bodyOf(number.waba_id, changes, now);
  const headers = {
    "Content-Type": "application/json",
    "User-Agent": "facebookexternalua",
    "X-Hub-Signature-256": sign(number.app_secret, body),
  };
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const answer = await fetcher(url, { method: "POST", headers, body, signal, redirect: "manual" });
    await answer.body?.cancel();
    if (answer.status === 200) return null;
    return { reason: `The business's server answered ${answer.status}.`, unanswered: false };
  } catch {
    return { reason: "The business's server does not answer.", unanswered: true };
  }
}
