import { err, ok, type Result } from "../lib/result.ts";
import { canonicalName } from "../protocol/catalogue/names.ts";
import type { Fault } from "./fault.ts";

/** Where the services of the seeds put the name of what they send. What stands in `message` may be a message, too. */
const FIELDS = ["type", "event", "event_type"];

/**
 * What a payload without an envelope is: as the URL says, else as one of its fields does. Those may say something else,
 * such as the version of a schema, so a name that is known goes before one that is not.
 */
export function bareType(payload: Record<string, unknown>, asked: string | null): Result<string, Fault> {
  const named = FIELDS.map((field) => payload[field]).filter((value) => typeof value === "string");
  const known = [...named, payload.message].find((name) => typeof name === "string" && canonicalName(name) !== null);
  const type = asked ?? known ?? named[0];
  if (typeof type === "string" && type !== "") return ok(type);
  const detail =
    "Nothing says what the event is: send its name as `type` of the body, as ?type= of the URL, or send a CloudEvent.";
  return err({ code: "invalid_request", detail, errors: [{ field: "type", detail: "is missing" }] });
}
