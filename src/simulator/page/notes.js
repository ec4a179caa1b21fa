import { element } from "./dom.js";
import { store } from "./store.js";

/** What a tester wants to know of a message and a real phone would not say. */
export function noteOn(message) {
  const note = message.direction === "from_customer" ? noteOnOwn(message) : noteOnTheirs(message);
  if (note === null) return null;
  const { trouble, words } = note;
  return element("p", { className: trouble ? "note note-trouble" : "note" }, words);
}

function noteOnOwn({ status, trouble }) {
  if (status === "failed") return { trouble: true, words: `Not delivered to the business: gave up. ${trouble ?? ""}` };
  if (status !== "pending") return null;
  if (trouble) return { trouble: true, words: `Not delivered to the business yet, trying again. ${trouble}` };
  return store.contact?.online ? null : { trouble: false, words: "Leaves when this phone is online" };
}

function noteOnTheirs({ statuses, error, trouble, read_quietly, via }) {
  if (error) return { trouble: true, words: failureWords(error) };
  const reached = ["sent", "delivered", "read"].filter((status) => statuses[status]);
  const app = via === "business_app" && "from the business's phone";
  const words = [app, ...reached, read_quietly && "read without receipt"].filter(Boolean).join(" · ") || "accepted";
  return trouble
    ? { trouble: true, words: `${words}; the business is not told yet. ${trouble}` }
    : { trouble: false, words };
}

function failureWords({ code, title, details }) {
  const more = details && details !== title ? `: ${details}` : "";
  return `Failed with ${code}, ${title}${more}`;
}
