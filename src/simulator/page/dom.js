const SVG = "http://www.w3.org/2000/svg";

/** An element with properties and children. Text only ever becomes text: nothing is read as HTML. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** An element of a drawing. */
export function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

export const icon = (name, className = "icon") =>
  drawn("svg", { class: className, "aria-hidden": "true" }, drawn("use", { href: `#icon-${name}` }));

/** A button that acts: its words, or an icon with words for those who do not see it. */
export function button(properties, act, ...children) {
  const made = element("button", { type: "button", ...properties }, ...children);
  made.addEventListener("click", act);
  return made;
}

export const iconButton = (name, words, act, className = "icon-button") =>
  button({ className, "aria-label": words, title: words }, act, icon(name));

export const byId = (id) => document.getElementById(id);

/** Shows words in a place for errors; none hides it. */
export function showError(place, words) {
  place.textContent = words ?? "";
  place.hidden = !words;
}

/** Within a group of controls, these keys move the focus. */
export function moveFocus(event, controls, steps) {
  const step = steps[event.key];
  const from = controls.indexOf(document.activeElement);
  if (step === undefined || from < 0) return;
  event.preventDefault();
  controls[(from + step + controls.length) % controls.length]?.focus();
}
