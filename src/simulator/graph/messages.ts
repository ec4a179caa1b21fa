import type { Context, Hono } from "hono";
import { accept, knownTo, markRead } from "../sending.ts";
import type { Simulator } from "../simulator.ts";
import { jsonOf, numberOf, refuse } from "./access.ts";
import { parseCall, type Send } from "./call.ts";

/** `POST /{phone_number_id}/messages` (Meta, "Send messages"). */
export function messageNodes(app: Hono, node: string, simulator: Simulator, stopped: AbortSignal): void {
  app.post(`${node}/messages`, async (c) => {
    const number = numberOf(c, simulator);
    if (number instanceof Response) return number;
    const call = parseCall(await jsonOf(c), knownTo(simulator, number));
    if (!call.ok) return refuse(c, call.error);
    if (call.value.kind === "mark_read") {
      const fault = markRead(simulator, number, call.value);
      return fault ? refuse(c, fault) : c.json({ success: true });
    }
    const sent = accept(simulator, number, call.value);
    if (sent.outcome === "server_error") return c.html("<html><body>Sorry, something went wrong.</body></html>", 500);
    if (sent.outcome === "refused") return refuse(c, sent.fault);
    if (simulator.state.settings.webhooks.statuses_before_answer) await simulator.reportAtOnce(sent.id);
    await answerIsDue(simulator);
    if (sent.outcome === "lost") return lost(c, simulator, stopped);
    return c.json(acceptance(call.value, sent.contact, sent.id));
  });
}

function answerIsDue({ state, clock }: Simulator): Promise<void> | null {
  const { answer_after_ms } = state.settings;
  return answer_after_ms === 0 ? null : new Promise((resolve) => clock.after(answer_after_ms, resolve));
}

/** The message is on its way, and its sender is never told. */
async function lost(c: Context, { state }: Simulator, stopped: AbortSignal): Promise<Response> {
  if (state.settings.lose_how === "hang") {
    await new Promise((resolve) => {
      for (const signal of [c.req.raw.signal, stopped]) signal.addEventListener("abort", resolve, { once: true });
    });
  }
  return c.text("Bad Gateway", 502);
}

function acceptance({ input, by, type }: Send, contact: { wa_id: string; user_id: string } | null, id: string) {
  const known = by === "user_id" ? { user_id: contact?.user_id } : { wa_id: contact?.wa_id ?? input };
  return {
    messaging_product: "whatsapp",
    contacts: [{ input, ...known }],
    messages: [
      { id, ...(by === "group" && { group_id: input }), ...(type === "template" && { message_status: "accepted" }) },
    ],
  };
}
