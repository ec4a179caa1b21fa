import { byId } from "./dom.js";

const lightbox = byId("lightbox");

/** A picture as large as the window lets it be. */
export function openLightbox(address, words) {
  byId("lightbox-image").src = address;
  byId("lightbox-image").alt = words;
  byId("lightbox-words").textContent = words;
  byId("lightbox-download").href = address;
  lightbox.showModal();
}

byId("lightbox-close").addEventListener("click", () => lightbox.close());
lightbox.addEventListener("click", ({ target }) => {
  if (target !== byId("lightbox-image")) lightbox.close();
});
lightbox.addEventListener("close", () => byId("lightbox-image").removeAttribute("src"));
