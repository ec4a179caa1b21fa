import { byId } from "./dom.js";
import { store } from "./store.js";

/** The way to the other side: where agents work, and by what a newcomer signs in there. */
export function showConsole() {
  const { console } = store;
  byId("console").hidden = console === null;
  if (console === null) return;
  const { url, email, password } = console;
  // Behind the #, so that it is sent to nobody: the page there fills its form with it.
  byId("console-link").href = `${url}#${new URLSearchParams({ email, password })}`;
  byId("console-email").textContent = email;
  byId("console-password").textContent = password;
}
