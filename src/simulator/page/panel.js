import { byId, moveFocus } from "./dom.js";

const panel = byId("panel");
const openers = [byId("settings-button"), byId("faults-button")];
const tabs = [...panel.querySelectorAll("[role=tab]")];
const beside = matchMedia("(min-width: 1240px)");

/** Opens the panel beside the phone, or over it where there is no room, at one of its tabs. */
function open(tab) {
  choose(tab);
  show(true);
  tab.focus();
}

function show(shown) {
  panel.hidden = !shown;
  for (const opener of openers) opener.setAttribute("aria-expanded", shown);
}

function choose(chosen) {
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
    byId(tab.getAttribute("aria-controls")).hidden = tab !== chosen;
  }
}

function close() {
  const had = panel.contains(document.activeElement);
  show(false);
  if (had) openers.find((opener) => opener.offsetParent !== null)?.focus();
}

const toggle = (tab) => () => {
  if (!panel.hidden && tab.getAttribute("aria-selected") === "true") close();
  else open(tab);
};

const [phoneTab, faultsTab] = tabs;
byId("settings-button").addEventListener("click", toggle(phoneTab));
byId("faults-button").addEventListener("click", toggle(faultsTab));
byId("panel-close").addEventListener("click", close);
for (const tab of tabs) tab.addEventListener("click", () => choose(tab));

byId("panel-tabs").addEventListener("keydown", (event) => {
  moveFocus(event, tabs, { ArrowRight: 1, ArrowLeft: -1 });
  if (tabs.includes(document.activeElement)) choose(document.activeElement);
});

panel.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") close();
});

choose(phoneTab);
show(beside.matches);
