import type { Context, Hono } from "hono";
import { handshake } from "../handshake.ts";
import type { BusinessNumber } from "../model.ts";
import { addressFor } from "../post.ts";
import type { Simulator } from "../simulator.ts";
import { badToken, jsonOf, missing, numberOf, numbersOf, refuse } from "./access.ts";
import { fieldsOf, isFields, isText } from "./faults.ts";
import { chosen } from "./fields.ts";
import { mediaNode } from "./media.ts";

const LONGEST_ADDRESS = 200;

/** What Graph tells of a number when no fields are asked for. */
const BY_DEFAULT = [
  "verified_name",
  "code_verification_status",
  "display_phone_number",
  "quality_rating",
  "platform_type",
  "throughput",
  "webhook_configuration",
];

/** `GET /{id}` of a number, an account or a file, and what is set of a number. */
export function numberNodes(app: Hono, node: string, simulator: Simulator): void {
  app.get(node, (c) => {
    const numbers = numbersOf(c, simulator);
    if (numbers.length === 0) return badToken(c, simulator);
    const id = c.req.param("id") ?? "";
    const number = numbers.find(({ phone_number_id }) => phone_number_id === id);
    if (number) return chosen(c, numberFields(simulator, number), BY_DEFAULT, "WhatsAppBusinessPhoneNumber");
    const owner = numbers.find(({ waba_id }) => waba_id === id);
    if (owner) return chosen(c, accountFields(owner), ["name", "timezone_id"], "WhatsAppBusinessAccount");
    return mediaNode(c, simulator, numbers) ?? missing(c, id);
  });

  app.post(node, async (c) => {
    const number = numberOf(c, simulator);
    if (number instanceof Response) return number;
    const { webhook_configuration } = fieldsOf(await jsonOf(c));
    if (!isFields(webhook_configuration))
      return refuse(c, { code: 100, details: "The parameter webhook_configuration is required." });
    const override = await overrideIn(c, simulator, webhook_configuration);
    if (override instanceof Response) return override;
    simulator.state.merge("number", number.phone_number_id, { override_url: override.url });
    return c.json({ success: true });
  });

  app.post(`${node}/register`, async (c) => {
    const number = numberOf(c, simulator);
    if (number instanceof Response) return number;
    const { messaging_product, pin } = fieldsOf(await jsonOf(c));
    if (messaging_product !== "whatsapp")
      return refuse(c, { code: 100, details: "The parameter messaging_product is required." });
    if (!/^\d{6}$/.test(String(pin))) return refuse(c, { code: 131_009, details: "Param pin must be 6 digits." });
    const profile = { ...number.profile, status: "CONNECTED" };
    simulator.state.merge("number", number.phone_number_id, { profile });
    return c.json({ success: true });
  });
}

export function numberFields({ state }: Simulator, number: BusinessNumber) {
  const override = number.override_url;
  const { ailment, ...profile } = number.profile;
  return {
    id: number.phone_number_id,
    verified_name: number.name,
    display_phone_number: number.display_phone_number,
    code_verification_status: "VERIFIED",
    ...profile,
    platform_type: profile.status === "PENDING" ? "NOT_APPLICABLE" : "CLOUD_API",
    is_on_biz_app: false,
    throughput: { level: "STANDARD" },
    health_status: healthStatus(number, ailment),
    whatsapp_business_account: { id: number.waba_id },
    webhook_configuration: {
      ...(override !== null && { phone_number: override }),
      whatsapp_business_account: state.get("account", number.waba_id)?.override_url ?? undefined,
      application: addressFor(state, number, "account_update"),
    },
  };
}

/** Meta, "Health status": the worst of its parts is the whole's. */
function healthStatus({ phone_number_id, waba_id }: BusinessNumber, ailment: string | null) {
  const errors = [{ error_code: 141_000, error_description: ailment, possible_solution: "See WhatsApp Manager." }];
  const of = (entity_type: string, id: string) => ({ entity_type, id, can_send_message: "AVAILABLE" });
  const number = { entity_type: "PHONE_NUMBER", id: phone_number_id, can_send_message: "BLOCKED", errors };
  return {
    can_send_message: ailment === null ? "AVAILABLE" : "BLOCKED",
    entities: [ailment === null ? of("PHONE_NUMBER", phone_number_id) : number, of("WABA", waba_id)],
  };
}

const accountFields = ({ waba_id, name }: BusinessNumber) => ({
  id: waba_id,
  name,
  timezone_id: "1",
  currency: "USD",
  message_template_namespace: "simulated",
  account_review_status: "APPROVED",
});

/** Another address for webhooks, once it has answered the handshake; an empty one goes back to the app's. */
export async function overrideIn(
  c: Context,
  simulator: Simulator,
  { override_callback_uri: url, verify_token }: Record<string, unknown>,
): Promise<{ url: string | null } | Response> {
  if (url === undefined || url === "") return { url: null };
  if (!isText(url) || url.length > LONGEST_ADDRESS || !/^https?:\/\//.test(url) || !URL.canParse(url))
    return refuse(c, {
      code: 100,
      details: `Param override_callback_uri must be a URL of at most ${LONGEST_ADDRESS} characters.`,
    });
  if (!isText(verify_token)) return refuse(c, { code: 100, details: "The parameter verify_token is required." });
  const { verified, verification } = await handshake({ webhook_url: url, verify_token }, simulator.fetch);
  return verified ? { url } : refuse(c, { code: 2200, details: verification });
}
