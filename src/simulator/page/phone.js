import "./attach.js";
import { markSeen, showChat, showHeader, showMessage } from "./chat.js";
import { showComposer } from "./composer.js";
import { showConsole } from "./console.js";
import { byId } from "./dom.js";
import { timeOf } from "./format.js";
import { showList } from "./list.js";
import "./panel.js";
import { showFaults } from "./panel-faults.js";
import { showPhonePanel } from "./panel-phone.js";
import { showServices } from "./services.js";
import { store } from "./store.js";
import "./voice.js";

const narrow = matchMedia("(max-width: 759px)");

/** The address names the open chat. On a wide screen one is always open. */
function follow() {
  const asked = decodeURIComponent(location.hash.slice(1));
  const waId = asked !== "" || narrow.matches ? asked : (document.querySelector(".person")?.hash.slice(1) ?? "");
  document.body.classList.toggle("in-chat", waId !== "");
  if (waId !== store.waId) store.open(waId).catch(() => store.start());
  else markSeen();
}

function showBanner() {
  const banner = byId("banner");
  banner.hidden = store.connected;
  if (!store.connected) banner.textContent = "The simulator does not answer. Trying again…";
}

store.addEventListener("list", () => {
  showList();
  showServices();
  showConsole();
  showHeader();
  showBanner();
  showPhonePanel();
  showComposer();
  follow();
});

store.addEventListener("chat", () => {
  showList();
  showComposer();
  showPhonePanel();
  showChat();
});

store.addEventListener("settings", showFaults);
store.addEventListener("message", ({ detail }) => showMessage(detail));

addEventListener("hashchange", follow);
byId("back").addEventListener("click", () => {
  location.hash = "";
});
narrow.addEventListener("change", follow);

/** Time passes on the phone too, and an indicator of typing ends by itself. */
function tick() {
  byId("phone-time").textContent = timeOf(new Date().toISOString());
  showHeader();
}

tick();
setInterval(tick, 1_000);
await store.start();
follow();
