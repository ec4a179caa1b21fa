import { markAsRead } from "../channels/whatsapp/read-receipt.ts";
import type { WorkJob } from "../conversation/port.ts";
import { log } from "../lib/log.ts";
import { configurationOf } from "../tenant/configuration.ts";

const ANSWER_TIMEOUT_MS = 10_000;

/** Marks a customer's message as read. One that fails is logged and let go: the next receipt covers it. */
export async function markRead(
  env: Cloudflare.Env,
  { tenant_id, inbox_id, channel_message_id, typing }: Extract<WorkJob, { kind: "mark_read" }>,
): Promise<void> {
  const configuration = await configurationOf(env, tenant_id);
  const channel = configuration?.inboxes.find(({ id }) => id === inbox_id)?.channel;
  if (channel?.type !== "whatsapp") return;
  const receipt = { ...channel, graph_url: env.WHATSAPP_GRAPH_URL, channel_message_id, typing };
  const error = await markAsRead(receipt, ANSWER_TIMEOUT_MS);
  // The id of a message at WhatsApp has the person's number in it.
  if (error) log("warn", "mark_read.failed", { inbox_id, code: error.code });
}
