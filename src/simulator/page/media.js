import { mediaAddress } from "./api.js";
import { element, icon } from "./dom.js";
import { openLightbox } from "./lightbox.js";

const shown = new Map();

/**
 * The same element for the same file each time its message is drawn anew, so that what plays goes on playing. It has
 * to be put back into the page within the same task, or the browser halts it.
 */
function keep(message, id, make) {
  const key = `${message.id} ${id}`;
  const known = shown.get(key);
  if (known) return known;
  const made = make(mediaAddress(id));
  shown.set(key, made);
  return made;
}

/** Lets go of what is no longer on the page. */
export function forgetMedia() {
  for (const [key, node] of shown) if (!node.isConnected) shown.delete(key);
}

/** A file of the simulator as `make` shows it; a link is fetched by nobody, and shown as what it is. */
function fileOrLink({ id, link }, message, words, make) {
  if (id) return keep(message, id, make);
  const label = [icon("link"), element("span", {}, element("strong", {}, words), link ?? "Without a file")];
  if (!isWeb(link)) return element("p", { className: "file" }, ...label);
  return element("a", { className: "file", href: link, target: "_blank", rel: "noopener noreferrer" }, ...label);
}

export const isWeb = (link) => /^https?:\/\//i.test(link ?? "");

/** Says so where a file cannot be shown; the page's own words, as a browser has none. */
function orLost(shows, words) {
  const frame = element("div", { className: "media" }, shows);
  const lose = () => frame.replaceChildren(element("p", { className: "media-lost" }, icon("alert"), words));
  shows.addEventListener("error", lose);
  return frame;
}

export const picture = (image, message) =>
  fileOrLink(image, message, "Photo by link", (address) => {
    const alt = image.caption || "Photo";
    const shows = element("img", { src: address, alt, className: "media-image" });
    const frame = orLost(shows, "This picture cannot be shown.");
    const open = element("button", { type: "button", className: "media-open", "aria-label": `Enlarge: ${alt}` });
    open.addEventListener("click", () => openLightbox(address, alt));
    shows.replaceWith(open);
    open.append(shows);
    return frame;
  });

export const sticker = (file, message) =>
  fileOrLink(file, message, "Sticker by link", (address) =>
    orLost(
      element("img", { src: address, alt: "Sticker", className: "media-sticker" }),
      "This sticker cannot be shown.",
    ),
  );

const player = (tag, words) => (address) =>
  orLost(
    element(tag, { src: address, controls: true, preload: "metadata", "aria-label": words }),
    `This ${words.toLowerCase()} cannot be played.`,
  );

export const video = (file, message) => fileOrLink(file, message, "Video by link", player("video", "Video"));

export const audio = (file, message) => {
  const words = file.voice ? "Voice message" : "Audio";
  const plays = fileOrLink(file, message, `${words} by link`, player("audio", words));
  return element("div", { className: "audio" }, icon(file.voice ? "mic" : "note"), plays);
};

/** A document is never opened here: its sender could have made it anything. */
export function documentFile({ id, link, filename, mime_type }, message) {
  if (!id) return fileOrLink({ link }, message, filename ?? "Document by link");
  const name = filename ?? "Document";
  const kind = (/\.([a-z0-9]{1,6})$/i.exec(name)?.[1] ?? mime_type?.split(/[/;]/)[1] ?? "file").toUpperCase();
  return element(
    "a",
    { className: "file", href: mediaAddress(id), download: name },
    icon("file"),
    element("span", {}, element("strong", {}, name), `${kind} · Download`),
  );
}
