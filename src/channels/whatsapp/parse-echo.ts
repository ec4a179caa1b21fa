import { type Fields, fields, isEmpty, without } from "./fields.ts";
import type { Parse, Scope, Told } from "./items.ts";
import { parseSaid } from "./parse-message.ts";
import { type Address, addressOf, counterpart } from "./people.ts";
import { renderTemplate } from "./template.ts";

/** The customer whom an echo was sent to. */
export function addresseeOf(echo: Fields, scope: Scope): Address {
  const to = addressOf(echo.to, echo.to_user_id);
  return counterpart(to, addressOf(echo.from, echo.from_user_id), scope.display_phone_number);
}

/** What the business said on its own phone, in the WhatsApp Business app. */
export const parseEcho: Parse = (echo, contact, scope) =>
  parseSaid(echo, contact, scope, "agent", (saying) => ({
    kind: "observed",
    contact,
    origin: "echo",
    direction: "out",
    saying,
  }));

/** What another app of the business sent: the body of its request, and the template that the body names. */
export const parseStandbyEcho: Parse = (echo, contact, scope) =>
  parseSaid(messageOf(echo), contact, scope, "agent", (saying): Told => {
    const template = fields(echo.template);
    const content = saying.message_type === "template" ? renderTemplate(saying.payload, template) : null;
    const metadata = isEmpty(template) ? saying.metadata : { ...saying.metadata, template };
    const told = { ...saying, content: content ?? saying.content, metadata };
    return { kind: "observed", contact, origin: "standby", direction: "out", saying: told };
  });

/** The customer whom another app's message was sent to: by number, or by id. */
export function standbyAddresseeOf(echo: Fields, scope: Scope): Address {
  const { to, recipient } = messageOf(echo);
  return isEmpty(fields(echo.message)) ? addresseeOf(echo, scope) : addressOf(to, recipient);
}

/** A message as it would have come in: the request's body under the echo's own id and time. */
function messageOf(echo: Fields): Fields {
  const body = fields(echo.message);
  return isEmpty(body) ? echo : { ...body, ...without(echo, "message", "template") };
}
