import { say } from "./api.js";
import { byId, showError } from "./dom.js";
import { store } from "./store.js";

const error = byId("composer-error");

/** One after the other, so that quick messages keep their order. */
let queue = Promise.resolve();

/** Does something in its turn; a refusal is shown above the composer. */
export function attempt(act, onRefusal) {
  showError(error, null);
  queue = queue.then(act).catch((refusal) => {
    onRefusal?.(refusal);
    showError(error, `Not done. ${refusal.message}`);
  });
}

/** The open chat's customer writes to its business, in words of the simulator's API; rejects with a refusal. */
export const write = (message) => say(store.waId, { phone_number_id: store.numberId, ...message });

/** The same in its turn, from wherever there is no place of its own for a refusal. */
export function send(message, onRefusal) {
  const { waId, numberId: phone_number_id } = store;
  attempt(() => say(waId, { phone_number_id, ...message }), onRefusal);
}
