import { byId } from "./dom.js";
import { store } from "./store.js";

/** Which of the services around the business answer here, and what is wrong with them. */
export function showServices() {
  const connected = store.services.filter((service) => service.connected);
  const line = byId("services");
  line.hidden = connected.length === 0;
  line.textContent = `Stand-ins answer: ${connected.map(wordsFor).join(", ")}.`;
}

function wordsFor({ name, faults }) {
  const wrong = Object.keys(faults).filter((fault) => faults[fault] !== null);
  return wrong.length === 0 ? name : `${name} (${wrong.join(", ")})`;
}
