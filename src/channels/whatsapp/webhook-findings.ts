import type { Finding } from "../../protocol/inbox-setup.ts";
import type { Answered, NumberNode } from "./number.ts";
import { right, warning, wrong } from "./number-findings.ts";

/** What is known here of the webhooks of a number: times are ISO 8601, null for never. */
export interface Heard {
  /** The address that WhatsApp should call. */
  webhook_url: string;
  verified_at: string | null;
  last_webhook_at: string | null;
  last_refused: { at: string; detail: string } | null;
  waba_id: string | null;
  /** Whether what is called at the whole deployment's address comes to this inbox; else another tenant's has it. */
  comesFromApp: boolean;
}

const SUBSCRIBE = "Then subscribe to the field `messages` there.";

/** Whether what happens at WhatsApp comes here. */
export function webhookFindings(
  number: Answered<NumberNode>,
  subscribed: Answered<boolean> | null,
  heard: Heard,
): Finding[] {
  const node = number.type === "told" ? number.value : null;
  // Who is not told of the number is not told of its account, either.
  const told = node === null ? [] : [...subscriptionOf(subscribed), ...addressOf(node, heard)];
  return [...told, ...refusedOf(heard), ...silenceOf(heard)];
}

function subscriptionOf(subscribed: Answered<boolean> | null): Finding[] {
  if (subscribed === null)
    return [
      warning(
        "account_unknown",
        "The id of the number's WhatsApp account is not known: templates cannot be listed, nor its webhooks be checked.",
        "Set waba_id of the inbox; the first webhook also tells it.",
      ),
    ];
  if (subscribed.type !== "told")
    return [
      warning(
        "subscription_unknown",
        "WhatsApp does not say whether the account's webhooks are sent to an app.",
        "See whether waba_id of the inbox is the number's account, and check again.",
      ),
    ];
  if (subscribed.value) return [right("subscribed", "The account sends its webhooks to an app.")];
  return [
    wrong(
      "not_subscribed",
      "No app is subscribed to the WhatsApp account: nothing that customers write is told to anybody.",
      "Call POST /{waba_id}/subscribed_apps of the Graph API with the inbox's access token.",
    ),
  ];
}

function addressOf(node: NumberNode, { webhook_url, last_webhook_at, comesFromApp }: Heard): Finding[] {
  if (!node.says_webhook) return [];
  if (node.webhook_url === null)
    return [
      wrong(
        "webhook_missing",
        "WhatsApp has no address for webhooks.",
        `In the app's page WhatsApp, Configuration, set the callback URL ${webhook_url} with the inbox's verify token. ${SUBSCRIBE}`,
      ),
    ];
  // Whoever asks may know this server by another name than WhatsApp does: the path tells.
  const [path, own] = [node.webhook_url, webhook_url].map((url) => URL.parse(url)?.pathname.replace(/\/+$/, ""));
  const isApps = path !== undefined && path === own?.replace(/\/[^/]+$/, "");
  if (isApps && !comesFromApp)
    return [
      wrong(
        "webhook_taken",
        `WhatsApp sends webhooks to ${node.webhook_url}, and from there this number's come to another inbox.`,
        `Give the number, or its account, an address of its own: ${webhook_url}. ${SUBSCRIBE}`,
      ),
    ];
  if (isApps || (path !== undefined && path === own))
    return [right("webhook", `WhatsApp sends webhooks to ${node.webhook_url}.`)];
  const text = `WhatsApp sends webhooks to ${node.webhook_url}, not to ${webhook_url}.`;
  const way = `Change the callback URL in the app's page WhatsApp, Configuration, unless that address passes them on. ${SUBSCRIBE}`;
  return [last_webhook_at === null ? wrong("webhook_elsewhere", text, way) : warning("webhook_elsewhere", text, way)];
}

/** A refusal is of today where nothing was taken after it. */
function refusedOf({ last_refused, last_webhook_at, verified_at }: Heard): Finding[] {
  if (last_refused === null) return [];
  const isOver = [last_webhook_at, verified_at].some((at) => at !== null && at > last_refused.at);
  return isOver ? [] : [wrong("webhook_refused", `A webhook was refused at ${last_refused.at}.`, last_refused.detail)];
}

function silenceOf({ verified_at, last_webhook_at, webhook_url }: Heard): Finding[] {
  if (last_webhook_at !== null) return [right("webhook_heard", `A webhook came last at ${last_webhook_at}.`)];
  const text =
    verified_at === null
      ? "WhatsApp has never called the webhook."
      : "WhatsApp has verified the webhook, and has sent nothing to it yet.";
  const way =
    verified_at === null
      ? `Set ${webhook_url} as callback URL with the inbox's verify token. ${SUBSCRIBE}`
      : "Write a message to the number from a phone. If none comes, subscribe to the field `messages`.";
  return [warning("webhook_silent", text, way)];
}
