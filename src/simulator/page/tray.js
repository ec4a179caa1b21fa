import { byId, element, icon, iconButton } from "./dom.js";

const tray = byId("tray");
const WORDS = { image: "Photo", video: "Video", audio: "Audio", document: "Document", sticker: "Sticker" };
const SIGNS = { audio: "note", document: "file" };

/** The files that wait to be sent, each to be looked at and put back. */
export function showTray(files, onRemove) {
  tray.hidden = files.length === 0;
  tray.replaceChildren(
    ...files.map((file) => {
      const { type, blob, filename } = file;
      const remove = iconButton("close", `Do not send ${filename}`, () => onRemove(file), "icon-button tray-remove");
      const words = element(
        "span",
        { className: "tray-words" },
        element("strong", {}, filename),
        `${WORDS[type]} · ${sizeOf(blob)}`,
      );
      return element("li", { className: "tray-file" }, preview(file), words, remove);
    }),
  );
}

function preview({ type, address }) {
  if (type === "image" || type === "sticker")
    return element("img", { src: address, alt: "", className: "tray-preview" });
  if (type === "video")
    return element("video", {
      src: address,
      muted: true,
      preload: "metadata",
      className: "tray-preview",
      tabIndex: -1,
    });
  return element("span", { className: "tray-preview" }, icon(SIGNS[type]));
}

function sizeOf({ size }) {
  if (size < 1_024) return `${size} bytes`;
  return size < 1_024 ** 2 ? `${Math.round(size / 1_024)} KB` : `${(size / 1_024 ** 2).toFixed(1)} MB`;
}
