import type { Fields } from "../model.ts";
import { placesIn } from "../template-text.ts";
import { type Faults, fault, isText, lengthOf, listOf, oneOf } from "./faults.ts";

/** The `sub_type` of a button that is sent, and which buttons of a template it may be for. */
const SUB_TYPES: Record<string, string[]> = {
  quick_reply: ["QUICK_REPLY"],
  url: ["URL", "OTP"],
  flow: ["FLOW"],
  copy_code: ["COPY_CODE"],
  catalog: ["CATALOG"],
  mpm: ["MPM"],
  spm: ["SPM"],
  voice_call: ["VOICE_CALL"],
  order_details: ["ORDER_DETAILS"],
};

/** What Meta calls a button of a template in its refusals. */
const NAMES: Record<string, string> = { URL: "Url", OTP: "Url", COPY_CODE: "Copy Code", MPM: "Mpm" };

const LONGEST_PAYLOAD = 256;
const LONGEST_CODE = 15;

const typeOf = ({ type }: Fields): string => String(type).toUpperCase();

/** Whether a button says nothing until it is given something. */
const needsValue = (button: Fields): boolean =>
  ["OTP", "COPY_CODE", "MPM"].includes(typeOf(button)) || (typeOf(button) === "URL" && placesIn(button.url).length > 0);

export function* checkButtons(approved: Fields[], sent: Fields[]): Faults {
  for (const component of sent) yield* checkButton(approved, component);
  const indexes = sent.map(({ index }) => Number(index));
  for (const [index, button] of approved.entries())
    if (needsValue(button) && !indexes.includes(index)) yield missing(index, button);
}

const missing = (index: number, button: Fields) =>
  fault(131_008, `buttons: Button at index ${index} of type ${NAMES[typeOf(button)]} requires a parameter`);

function* checkButton(approved: Fields[], { sub_type, index, parameters }: Fields): Faults {
  const kind = String(sub_type).toLowerCase();
  yield* oneOf("template button['sub_type']", kind, Object.keys(SUB_TYPES));
  if (index === undefined || !/^\d$/.test(String(index)))
    yield fault(131_008, "The parameter template button['index'] is required.");
  const button = approved[Number(index)];
  if (!button || !SUB_TYPES[kind]?.includes(typeOf(button)))
    yield fault(132_012, `buttons: Button at index ${index} of the template is not of type ${kind.toUpperCase()}`);
  if (!button) return;
  const [parameter, ...more] = listOf(parameters);
  if (!parameter && needsValue(button)) yield missing(Number(index), button);
  if (more.length > 0) yield fault(132_000, `buttons: Button at index ${index} takes one parameter`);
  if (kind === "url" && parameter && !needsValue(button))
    yield fault(132_018, `buttons: Button at index ${index} of type Url does not take a parameter`);
  if (parameter) yield* checkParameter(kind, parameter);
}

const PARAMETER_TYPES: Record<string, string[]> = {
  quick_reply: ["payload", "text"],
  url: ["text", "payload"],
  copy_code: ["coupon_code"],
  voice_call: ["ttl_minutes", "payload"],
};

function* checkParameter(kind: string, parameter: Fields): Faults {
  const type = String(parameter.type);
  const types = PARAMETER_TYPES[kind] ?? ["action"];
  if (!types.includes(type)) yield fault(132_012, `buttons: Format mismatch, expected ${types[0]}, received ${type}`);
  const value = parameter[type];
  if (value === undefined || value === null || value === "")
    yield fault(131_008, `Parameter of type ${type} is missing ${type} value`);
  if (kind === "quick_reply" && isText(value) && lengthOf(value) > LONGEST_PAYLOAD)
    yield fault(132_018, `Param payload must be at most ${LONGEST_PAYLOAD} characters long.`);
  if (kind === "copy_code" && lengthOf(String(value)) > LONGEST_CODE)
    yield fault(132_018, `Param coupon_code must be at most ${LONGEST_CODE} characters long.`);
}
