import { Hono } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { type Fault, graphError, parseCall } from "./graph.ts";
import type { Simulator } from "./simulator.ts";

/** Meta's Graph API, as far as a business needs it to send. */
export function graphApi(simulator: Simulator): Hono {
  const { state } = simulator;
  const app = new Hono();

  app.post("/:version{v\\d+\\.\\d+}/:phone_number_id/messages", async (c) => {
    const refuse = (fault: Fault) => {
      const { status, body } = graphError(fault);
      return c.json(body as object, status as ContentfulStatusCode);
    };
    const token = c.req.header("authorization")?.match(/^Bearer\s+(\S+)$/i)?.[1];
    const known = state.all("number").some(({ access_token }) => access_token === token);
    if (!known) return refuse({ code: 190, details: "" });
    const id = c.req.param("phone_number_id");
    const number = state.get("number", id);
    if (!number || number.access_token !== token) return refuse({ code: 33, details: absent(id) });
    const call = parseCall(parseJson(await c.req.text()));
    if (!call.ok) return refuse(call.error);
    if (call.value.kind === "mark_read") {
      const fault = simulator.markRead(number, call.value);
      return fault ? refuse(fault) : c.json({ success: true });
    }
    const sent = simulator.accept(number, call.value);
    if (sent.outcome === "refused") return refuse(sent.fault);
    if (sent.outcome === "lost") return c.text("Bad Gateway", 502);
    const { input, by, type } = call.value;
    const { wa_id, user_id } = sent.contact;
    return c.json({
      messaging_product: "whatsapp",
      contacts: [by === "phone" ? { input, wa_id } : { input, user_id }],
      messages: [{ id: sent.id, ...(type === "template" && { message_status: "accepted" }) }],
    });
  });

  return app;
}

const absent = (id: string) =>
  `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
