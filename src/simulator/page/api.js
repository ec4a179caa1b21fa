/** A refusal, or no answer at all, in words that can be shown. */
export class Refusal extends Error {}

async function call(method, path, body) {
  const request = { method };
  if (body instanceof Blob) request.body = body;
  else if (body !== undefined) {
    request.body = JSON.stringify(body);
    request.headers = { "Content-Type": "application/json" };
  }
  let response;
  try {
    response = await fetch(`/simulator${path}`, request);
  } catch {
    throw new Refusal("The simulator does not answer. Is it still running?");
  }
  const answer = readJson(await response.text());
  if (!response.ok) throw new Refusal(wordsFor(response.status, answer, `${method} /simulator${path}`));
  return answer;
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What is missing is named, so that a page and a simulator of different versions are told apart. */
function wordsFor(status, answer, what) {
  const words = answer?.detail ?? `The simulator answered ${status}.`;
  return status === 404 ? `${words} (404: ${what.split("?")[0]})` : words;
}

const at = (waId) => `/contacts/${encodeURIComponent(waId)}`;
const atMessage = (id) => `/messages/${encodeURIComponent(id)}`;

export const loadSnapshot = () => call("GET", "/snapshot");
export const loadTemplates = async () => (await call("GET", "/templates")).templates;
export const changeSettings = (changes) => call("POST", "/settings", changes);
export const sendWebhook = (webhook) => call("POST", "/webhooks", webhook);

export const addContact = (contact) => call("POST", "/contacts", contact);
export const changeContact = (waId, changes) => call("PATCH", at(waId), changes);
export const changeIdentity = (waId, change, to) => call("POST", `${at(waId)}/identity`, { change, to });

export const say = (waId, message) => call("POST", `${at(waId)}/messages`, message);
export const sayAnything = (waId, phone_number_id) => call("POST", `${at(waId)}/messages/random`, { phone_number_id });
export const answerFromApp = (waId, message) => call("POST", `${at(waId)}/business-app`, message);
export const react = (waId, reaction) => call("POST", `${at(waId)}/reactions`, reaction);
export const edit = (id, changes) => call("POST", `${atMessage(id)}/edit`, changes);
export const revoke = (id) => call("POST", `${atMessage(id)}/revoke`, {});
export const see = (waId, phone_number_id) => call("POST", `${at(waId)}/reads`, { phone_number_id });

/** A file goes up as it is, with its own type; the answer has the `media_id` to send it with. */
export const upload = (blob, filename) => call("POST", `/media?${new URLSearchParams({ filename })}`, blob);
export const mediaAddress = (id) => `/simulator/media/${encodeURIComponent(id)}`;

export async function loadMessages(waId, phoneNumberId) {
  const query = new URLSearchParams({ phone_number_id: phoneNumberId });
  return (await call("GET", `${at(waId)}/messages?${query}`)).messages;
}
