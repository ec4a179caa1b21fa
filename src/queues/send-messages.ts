import { send } from "../channels/whatsapp/sender.ts";
import { type OutboundJob, type SendRequest, threadAt } from "../conversation/port.ts";
import type { Verdict } from "../domain/commands.ts";
import { configurationOf } from "../tenant/configuration.ts";

/**
 * Sends what a thread has waiting, in order. The job only says that there is something: each message is claimed from
 * the thread, so that a repeated, late or reordered job sends nothing twice.
 */
export async function sendMessages(env: Cloudflare.Env, { tenant_id, thread_key }: OutboundJob): Promise<void> {
  const thread = threadAt(env, tenant_id, thread_key);
  let request = await thread.claim();
  while (request !== null) {
    const verdict = await attempt(env, tenant_id, request);
    request = await thread.report(request.message.seq, request.attempt, verdict);
  }
}

async function attempt(env: Cloudflare.Env, tenantId: string, request: SendRequest): Promise<Verdict> {
  const configuration = await configurationOf(env, tenantId);
  const channel = configuration?.inboxes.find(({ id }) => id === request.inbox_id)?.channel;
  if (channel?.type !== "whatsapp") {
    const error = { code: null, title: "The inbox has no WhatsApp number", detail: null };
    return { outcome: "refused", error };
  }
  return send({ ...request, ...channel, graph_url: env.WHATSAPP_GRAPH_URL });
}
