import type { Hono } from "hono";
import type * as z from "zod";
import { type Answered, askNumber, askSubscribed, type NumberNode } from "../channels/whatsapp/number.ts";
import { limitFrom, numberFindings, wrong } from "../channels/whatsapp/number-findings.ts";
import { type Heard, webhookFindings } from "../channels/whatsapp/webhook-findings.ts";
import { INBOX_OPERATIONS } from "../protocol/inbox-operations.ts";
import type { Check, Finding, InboxDetail, Setup } from "../protocol/inbox-setup.ts";
import type { Inbox } from "../tenant/configuration.ts";
import { type RefusalReason, tenantAt } from "../tenant/port.ts";
import { answerOnce } from "./answer-once.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { inboxAt, printInbox } from "./inboxes.ts";
import { claimNumber, isWhatsApp, type WhatsAppInbox } from "./number-claims.ts";
import { problem } from "./problem.ts";
import { route } from "./route.ts";

/** For all that a check asks of the Graph API. */
const PATIENCE_MS = 10_000;

/** Whether an inbox and WhatsApp have found each other, and what is missing for it. */
export function inboxSetup(app: Hono<AppEnv>): void {
  route(app, INBOX_OPERATIONS.getInbox, async (c, { params }, { tenant_id }) => {
    const inbox = await inboxAt(c, tenant_id, params.id);
    if (inbox === null) return problem(c, "not_found");
    const setup = isWhatsApp(inbox) ? await setupOf(c, tenant_id, inbox) : null;
    return c.json({ ...printInbox(inbox), setup } satisfies z.output<typeof InboxDetail>);
  });

  route(app, INBOX_OPERATIONS.checkInbox, (c, { params, idempotency }, { tenant_id }) =>
    answerOnce(c, tenant_id, idempotency, 200, async () => {
      const inbox = await inboxAt(c, tenant_id, params.id);
      if (inbox === null) return problem(c, "not_found");
      if (!isWhatsApp(inbox)) return problem(c, "inbox_stores_only");
      const check = await checked(c, tenant_id, inbox);
      await tenantAt(c.env, tenant_id).noteCheck(inbox.id, check);
      return check;
    }),
  );
}

const WAYS_OUT: { [reason in RefusalReason]: string } = {
  signature_missing:
    "It was not signed, so it was not WhatsApp that called; or something between removes the header X-Hub-Signature-256.",
  signature_wrong:
    "The inbox's app_secret is not that of the app that calls: copy it from the app's page Settings, Basic.",
  verify_token_wrong: "The verify token that was given to WhatsApp is not the inbox's: set both to the same.",
};

async function setupOf(c: AppContext, tenantId: string, { id, health }: WhatsAppInbox): Promise<Setup> {
  const kept = await tenantAt(c.env, tenantId).inboxSetup(id);
  const { verified_at = null, last_webhook_at = null, last_refused = null, check = null } = kept ?? {};
  return {
    webhook_url: `${new URL(c.req.url).origin}/webhooks/whatsapp/${id}`,
    verified_at,
    last_webhook_at,
    last_refused: last_refused && { ...last_refused, detail: WAYS_OUT[last_refused.reason] },
    can_send: health.status !== "unhealthy",
    check,
  };
}

async function checked(c: AppContext, tenantId: string, inbox: WhatsAppInbox): Promise<Check> {
  const { channel, health } = inbox;
  const setup = await setupOf(c, tenantId, inbox);
  const { phone_number_id, display_phone_number, access_token, waba_id } = channel;
  const access = { graph_url: c.env.WHATSAPP_GRAPH_URL, access_token };
  const [number, subscribed, comesFromApp] = await Promise.all([
    askNumber({ ...access, phone_number_id }, PATIENCE_MS),
    waba_id === null ? null : askSubscribed({ ...access, waba_id }, PATIENCE_MS),
    claimNumber(c.env, tenantId, inbox),
  ]);
  const heard: Heard = { ...setup, waba_id, comesFromApp };
  const findings = [
    ...numberFindings(number, { phone_number_id, display_phone_number }),
    ...heldBy(health),
    ...webhookFindings(number, subscribed, heard),
  ].sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));
  const outcome = findings[0]?.level ?? "right";
  return { checked_at: new Date().toISOString(), outcome, number: shown(number), findings };
}

const LEVELS: readonly Finding["level"][] = ["wrong", "warning", "right"];

const heldBy = ({ status, reason }: Inbox["health"]): Finding[] =>
  status === "unhealthy"
    ? [
        wrong(
          "held",
          `Messages are held: ${reason ?? "the inbox could not send"}`,
          "Once that is mended they go by themselves within minutes, or at once by POST /api/v1/inboxes/{id}/resume.",
        ),
      ]
    : [];

function shown(answer: Answered<NumberNode>): Check["number"] {
  if (answer.type !== "told") return null;
  const { display_phone_number, verified_name, status, quality_rating, name_status, account_mode, throughput } =
    answer.value;
  const messaging_limit = limitFrom(answer.value.messaging_limit);
  return {
    ...{ display_phone_number, verified_name, status, quality_rating },
    ...{ messaging_limit, name_status, account_mode, throughput },
  };
}
