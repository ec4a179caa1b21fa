import type { MessageError } from "../../domain/message.ts";
import type { Finding } from "../../protocol/inbox-setup.ts";
import { remedyOf } from "./error-codes.ts";
import { type Ailment, type Answered, isOfPermission, type NumberNode } from "./number.ts";

type Code = Finding["code"];

export const right = (code: Code, text: string): Finding => ({ code, level: "right", text, way_out: null });
export const warning = (code: Code, text: string, way_out: string): Finding => ({
  code,
  level: "warning",
  text,
  way_out,
});
export const wrong = (code: Code, text: string, way_out: string): Finding => ({ code, level: "wrong", text, way_out });

const MANAGER = "See WhatsApp Manager (business.facebook.com, WhatsApp accounts), Phone numbers.";
const ROLES = "whatsapp_business_messaging and whatsapp_business_management";

/** What an answer about a number says of the inbox's settings, and of the number itself. */
export function numberFindings(
  answer: Answered<NumberNode>,
  { phone_number_id, display_phone_number }: { phone_number_id: string; display_phone_number: string },
): Finding[] {
  if (answer.type === "silent") return [silent(answer.status)];
  if (answer.type === "refused") return [refusal(answer.error, phone_number_id)];
  const number = answer.value;
  return [
    right("token", "WhatsApp takes the access token."),
    ...identityOf(number, display_phone_number),
    ...standingOf(number),
    ...nameOf(number),
    ...qualityOf(number),
    ...limitOf(number),
    ...number.ailments.map(ailment),
  ];
}

/** Whether WhatsApp lets a token read what it was asked for; null where it does not say. */
export function mayRead(answer: Answered<unknown>): boolean | null {
  if (answer.type === "told") return true;
  if (answer.type === "silent") return null;
  const { code } = refusal(answer.error, "");
  return code === "token_refused" || code === "permission_missing" || code === "number_unknown" ? false : null;
}

const silent = (status: number | null): Finding =>
  status === null
    ? wrong(
        "unreachable",
        "WhatsApp did not answer in time.",
        "Try again in a minute. If it stays so, see whether this server may call graph.facebook.com.",
      )
    : wrong(
        "unreachable",
        `WhatsApp answered ${status}, and not as the Graph API does.`,
        "Try again in a minute. If it stays so, see whether WHATSAPP_GRAPH_URL is the Graph API's address.",
      );

const TOO_MANY = [4, 17, 32, 613, 80_007, 130_429];
const LOCKED = [368, 131_031];

function refusal({ code, title, detail }: MessageError, id: string): Finding {
  const said = detail ?? title;
  const shown = said.slice(0, 300);
  if (code === 0 || code === 190)
    return wrong(
      "token_refused",
      `WhatsApp refuses the access token: ${shown}`,
      `Make a token of a system user that does not expire, with ${ROLES}, and set it as the inbox's access token.`,
    );
  if (code !== null && isOfPermission(code))
    return wrong(
      "permission_missing",
      `The access token may not read this number: ${shown}`,
      `Give the token's system user the WhatsApp account, and the token the permissions ${ROLES}.`,
    );
  // Of another kind of node what every number has is no field.
  if (code === 33 || (code === 100 && /nonexisting field/.test(`${title} ${detail}`)))
    return wrong(
      "number_unknown",
      `WhatsApp knows no phone number of the id ${id}, or not for this access token.`,
      "Copy the phone number id (not the number, nor the account's id) from the app's page WhatsApp, API Setup; " +
        "the token must be of the same business.",
    );
  if (code !== null && LOCKED.includes(code))
    return wrong("account_locked", `WhatsApp has locked the account: ${shown}`, MANAGER);
  if (code !== null && TOO_MANY.includes(code))
    return warning("rate_limited", "WhatsApp was asked too often, and does not say now.", "Check again in an hour.");
  const advice = (code === null ? null : remedyOf(code)?.advice) ?? "Check again in a minute.";
  return wrong(
    "refused",
    `WhatsApp refuses to tell of the number: ${shown}${code === null ? "" : ` (${code})`}`,
    advice,
  );
}

function identityOf({ display_phone_number, account_mode }: NumberNode, ours: string): Finding[] {
  const mode =
    account_mode === "SANDBOX"
      ? [
          warning(
            "test_number",
            "It is a test number: it writes only to the people on its list of recipients.",
            "Add a number of your own in WhatsApp Manager, and make an inbox for it.",
          ),
        ]
      : [];
  if (display_phone_number === null) return [right("number", "WhatsApp knows the phone number id."), ...mode];
  if (digits(display_phone_number) !== digits(ours))
    return [
      warning(
        "number_differs",
        `The id is that of ${display_phone_number}, and the inbox says ${ours}.`,
        "Make an inbox with the id and the number of the one that is meant.",
      ),
      ...mode,
    ];
  return [right("number", `The phone number id is that of ${display_phone_number}.`), ...mode];
}

const digits = (number: string): string => number.replace(/\D/g, "");

const STOPPED: { [status: string]: string } = {
  BANNED: "WhatsApp has banned the number",
  DELETED: "The number was deleted",
  MIGRATED: "The number was moved to another account",
  RESTRICTED: "WhatsApp has restricted the number: nobody new can be written to for now",
  RATE_LIMITED: "The number has reached its messaging limit",
  FLAGGED: "WhatsApp has flagged the number for its quality",
};

const REGISTER =
  'Register it: POST /{phone_number_id}/register {"messaging_product": "whatsapp", "pin": "<six digits>"} of the Graph ' +
  "API, or in WhatsApp Manager. A new number must be verified by SMS or call first.";

function standingOf({ status, platform_type }: NumberNode): Finding[] {
  const isElsewhere = platform_type === "NOT_APPLICABLE" || platform_type === "ON_PREMISE";
  if (status === "CONNECTED" && !isElsewhere) return [right("registered", "The number is registered and connected.")];
  const words = STOPPED[status ?? ""];
  if (words !== undefined) {
    const isPassing = status === "FLAGGED" || status === "RATE_LIMITED";
    const way = isPassing ? "It passes by itself; write less until then, and only to who wants it." : MANAGER;
    return [isPassing ? warning("number_stopped", `${words}.`, way) : wrong("number_stopped", `${words}.`, way)];
  }
  if (status === null && !isElsewhere) return [];
  const why = status === null || status === "CONNECTED" ? "" : ` (${status})`;
  return [wrong("not_registered", `The number is not registered with the Cloud API${why}.`, REGISTER)];
}

/** Of a name that is being looked at, and of one that was taken, nothing need be done. */
function nameOf({ name_status, verified_name }: NumberNode): Finding[] {
  if (name_status !== "DECLINED" && name_status !== "EXPIRED") return [];
  const name = verified_name === null ? "The display name" : `The display name "${verified_name}"`;
  const words = name_status === "DECLINED" ? "was not approved" : "has expired";
  return [wrong("name_not_approved", `${name} ${words}: customers may not be written to.`, `Give another. ${MANAGER}`)];
}

const WRITE_BETTER =
  "Write only to who asked for it, less often, and stop templates that people block or report. It is looked at anew each day.";

function qualityOf({ quality_rating }: NumberNode): Finding[] {
  switch (quality_rating) {
    case "GREEN":
      return [right("quality", "The quality of the number is high.")];
    case "YELLOW":
      return [warning("quality_low", "The quality of the number is medium.", WRITE_BETTER)];
    case "RED":
      return [warning("quality_low", "The quality of the number is low: WhatsApp may restrict it.", WRITE_BETTER)];
    default:
      return [right("quality_unknown", "WhatsApp has not rated the number's quality yet.")];
  }
}

/** A tier, such as TIER_250 or TIER_10K, as so many people; null where it is none. */
export function limitFrom(tier: string | null): number | "unlimited" | null {
  const [, unlimited, number, thousands] = /^TIER_(?:(UNLIMITED)|(\d+)(K?))$/.exec(tier ?? "") ?? [];
  if (unlimited) return "unlimited";
  return number === undefined ? null : Number(number) * (thousands ? 1_000 : 1);
}

function limitOf({ messaging_limit }: NumberNode): Finding[] {
  const limit = limitFrom(messaging_limit);
  if (limit === null) return [];
  const text =
    limit === "unlimited"
      ? "Any number of people may be written to first."
      : `${limit} people in 24 hours may be written to first. Who wrote to you in the last 24 hours does not count.`;
  const isLow = limit !== "unlimited" && limit <= 250;
  const way = "Verify the business in Meta's Business Settings, Security Center; then it grows with what is sent well.";
  return [isLow ? warning("messaging_limit", text, way) : right("messaging_limit", text)];
}

const NAMES: { [entity: string]: string } = {
  PHONE_NUMBER: "the number",
  WABA: "the WhatsApp account",
  BUSINESS: "the business",
  APP: "the app",
};

function ailment({ of, is_blocking, text, way_out }: Ailment): Finding {
  const whose = NAMES[of] ?? of;
  const said = (text ?? (is_blocking ? "it cannot send" : "it can send less than it could")).slice(0, 500);
  const finding = `WhatsApp says of ${whose}: ${said}`;
  const way = way_out === null ? MANAGER : way_out.slice(0, 500);
  return is_blocking ? wrong("health", finding, way) : warning("health", finding, way);
}
