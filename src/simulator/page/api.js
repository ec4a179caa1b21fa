/** A refusal, or no answer at all, in words that can be shown. */
export class Refusal extends Error {}

async function call(method, path, body) {
  const request = { method };
  if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers = { "Content-Type": "application/json" };
  }
  let response;
  try {
    response = await fetch(`/simulator${path}`, request);
  } catch {
    throw new Refusal("The simulator does not answer. Is it still running?");
  }
  const text = await response.text();
  const answer = text === "" ? null : JSON.parse(text);
  if (!response.ok) throw new Refusal(answer?.detail ?? `The simulator answered ${response.status}.`);
  return answer;
}

const at = (waId) => `/contacts/${encodeURIComponent(waId)}`;

export const loadSnapshot = () => call("GET", "/snapshot");
export const addContact = (contact) => call("POST", "/contacts", contact);
export const changeContact = (waId, changes) => call("PATCH", at(waId), changes);
export const say = (waId, message) => call("POST", `${at(waId)}/messages`, message);
export const sayAnything = (waId, phone_number_id) => call("POST", `${at(waId)}/messages/random`, { phone_number_id });
export const see = (waId, phone_number_id) => call("POST", `${at(waId)}/reads`, { phone_number_id });

export async function loadMessages(waId, phoneNumberId) {
  const query = new URLSearchParams({ phone_number_id: phoneNumberId });
  return (await call("GET", `${at(waId)}/messages?${query}`)).messages;
}
