import type { MessageError } from "../../domain/message.ts";
import { codeMeant, parse } from "./errors.ts";
import { type Fields, fields, list, parseError, text } from "./fields.ts";
import { callGraph, type GraphAccess } from "./graph.ts";

/** A business's number as the Graph API describes it (Meta, "WhatsApp Business Phone Number"); null where it does not say. */
export interface NumberNode {
  display_phone_number: string | null;
  verified_name: string | null;
  /** `CONNECTED`, `PENDING`, `DISCONNECTED`, `BANNED`… */
  status: string | null;
  platform_type: string | null;
  name_status: string | null;
  account_mode: string | null;
  quality_rating: string | null;
  throughput: string | null;
  /** A tier, such as `TIER_10K`. */
  messaging_limit: string | null;
  /** Where its webhooks go: the number's own address before its account's, and that before the app's. */
  webhook_url: string | null;
  /** Whether it said anything of where webhooks go. */
  says_webhook: boolean;
  ailments: Ailment[];
}

/** What keeps messages from going out, or hampers them, in WhatsApp's words (Meta, "Health status"). */
export interface Ailment {
  /** `PHONE_NUMBER`, `WABA`, `BUSINESS` or `APP`. */
  of: string;
  is_blocking: boolean;
  text: string | null;
  way_out: string | null;
}

/** What came of a question to the Graph API. `silent`: no answer in time, or none that it would give. */
export type Answered<T> =
  | { type: "told"; value: T }
  | { type: "refused"; error: MessageError }
  | { type: "silent"; status: number | null };

/** What every number has, and any token for it may read. */
const ESSENTIAL = ["display_phone_number", "verified_name", "quality_rating"];
const MORE = [
  "status",
  "platform_type",
  "name_status",
  "account_mode",
  "throughput",
  "messaging_limit_tier",
  "whatsapp_business_manager_messaging_limit",
  "webhook_configuration",
  "health_status",
];

/** Asks for a number. What this version of the API does not know, or the token may not read, is left out. */
export async function askNumber(
  { phone_number_id, ...access }: GraphAccess & { phone_number_id: string },
  timeout_ms: number,
  fetcher: typeof fetch = fetch,
): Promise<Answered<NumberNode>> {
  const until = Date.now() + timeout_ms;
  let more = MORE;
  for (;;) {
    const path = `${encodeURIComponent(phone_number_id)}?fields=${[...ESSENTIAL, ...more].join(",")}`;
    const answer = await ask(access, path, until - Date.now(), fetcher);
    if (answer.type === "told") return { type: "told", value: nodeOf(answer.value) };
    if (answer.type === "silent" || more.length === 0) return answer;
    const left = withoutRefused(more, answer.error);
    if (left === null) return answer;
    more = left;
  }
}

/** Whether any app hears of an account's webhooks. */
export async function askSubscribed(
  { waba_id, ...access }: GraphAccess & { waba_id: string },
  timeout_ms: number,
  fetcher: typeof fetch = fetch,
): Promise<Answered<boolean>> {
  const answer = await ask(access, `${encodeURIComponent(waba_id)}/subscribed_apps`, timeout_ms, fetcher);
  return answer.type === "told" ? { type: "told", value: list(answer.value.data).length > 0 } : answer;
}

async function ask(
  access: GraphAccess,
  path: string,
  timeout_ms: number,
  fetcher: typeof fetch,
): Promise<Answered<Fields>> {
  if (timeout_ms <= 0) return { type: "silent", status: null };
  const answer = await callGraph(access, path, { timeout_ms }, fetcher);
  if (answer === null) return { type: "silent", status: null };
  const { error, ...node } = parse(answer.text);
  if (error) {
    const said = parseError(error);
    const code = said.code === null ? null : codeMeant(said.code, error);
    return { type: "refused", error: { ...said, code } };
  }
  const isTold = answer.status < 300 && (text(node.id) !== null || Array.isArray(node.data));
  return isTold ? { type: "told", value: node } : { type: "silent", status: answer.status };
}

/** Graph's words for a field that it does not know. */
const NO_SUCH_FIELD = /nonexisting field \((\w+)\)/;

/** Fields to ask for in place of those that were refused; null where the refusal is of something else. */
function withoutRefused(asked: readonly string[], { code, title, detail }: MessageError): string[] | null {
  const unknown = NO_SUCH_FIELD.exec(`${title} ${detail}`)?.[1];
  if (unknown !== undefined) return asked.includes(unknown) ? asked.filter((field) => field !== unknown) : null;
  return code !== null && isOfPermission(code) ? [] : null;
}

export const isOfPermission = (code: number): boolean =>
  code === 3 || code === 10 || code === 131_005 || (code >= 200 && code <= 299);

function nodeOf(node: Fields): NumberNode {
  const configuration = fields(node.webhook_configuration);
  const urls = ["phone_number", "whatsapp_business_account", "application"].map((level) => text(configuration[level]));
  return {
    display_phone_number: text(node.display_phone_number),
    verified_name: text(node.verified_name),
    status: text(node.status),
    platform_type: text(node.platform_type),
    name_status: text(node.name_status),
    account_mode: text(node.account_mode),
    quality_rating: text(node.quality_rating) ?? text(fields(node.quality_score).score),
    throughput: text(fields(node.throughput).level),
    messaging_limit: text(node.whatsapp_business_manager_messaging_limit) ?? text(node.messaging_limit_tier),
    webhook_url: urls.find((url) => url !== null) ?? null,
    says_webhook: node.webhook_configuration !== undefined,
    ailments: list(fields(node.health_status).entities).flatMap((entity) => ailmentsOf(fields(entity))),
  };
}

function ailmentsOf({ entity_type, can_send_message, errors, additional_info }: Fields): Ailment[] {
  if (can_send_message !== "BLOCKED" && can_send_message !== "LIMITED") return [];
  const common = { of: text(entity_type) ?? "UNKNOWN", is_blocking: can_send_message === "BLOCKED" };
  const said = list(errors).map(fields);
  if (said.length > 0)
    return said.map((error) => ({
      ...common,
      text: text(error.error_description),
      way_out: text(error.possible_solution),
    }));
  const info = list(additional_info).flatMap((one) => text(one) ?? []);
  return [{ ...common, text: info.length > 0 ? info.join(" ") : null, way_out: null }];
}
