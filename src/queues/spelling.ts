import type { SendRequest } from "../conversation/port.ts";
import { canonicalPhone } from "../domain/address.ts";
import type { Verdict } from "../domain/commands.ts";
import { learnSpelling } from "../intake/people.ts";
import { configurationOf } from "../tenant/configuration.ts";
import type { Line } from "./inbox-health.ts";

/** WH6: an answer may name the receiver by another number than was written to; what comes from that one belongs here too. */
export async function noteSpelling(
  env: Cloudflare.Env,
  { tenant_id, thread_key, inbox_id }: Line,
  { contact: { phone } }: SendRequest,
  verdict: Verdict,
): Promise<void> {
  const wa_id = verdict.outcome === "accepted" ? verdict.wa_id : null;
  if (wa_id === null || phone === null || canonicalPhone(wa_id) === canonicalPhone(phone)) return;
  const configuration = await configurationOf(env, tenant_id);
  const inbox = configuration?.inboxes.find(({ id }) => id === inbox_id);
  if (!configuration || !inbox) return;
  const { outlet_id, channel } = inbox;
  const identity = { tenant_id, inbox_id, outlet_id, channel: channel.type, thread_key };
  await learnSpelling(env, { configuration, inbox }, identity, wa_id);
}
