import { Refusal } from "./api.js";
import { asVoice } from "./ogg.js";

/** What WhatsApp carries as it is. A phone turns other pictures into JPEG and other sound into Opus first. */
const CARRIED = {
  image: ["image/jpeg", "image/png"],
  audio: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
  video: ["video/mp4", "video/3gpp"],
};
const LARGEST_PICTURE = 5 * 1_024 * 1_024;
const LONGEST_SIDE = 2_560;

/** A video that WhatsApp does not carry cannot be turned into another here: it goes as a document. */
function typeOf({ type }) {
  if (type.startsWith("image/")) return "image";
  if (type.startsWith("audio/")) return "audio";
  return CARRIED.video.includes(type) ? "video" : "document";
}

/** A file that was picked, pasted or dropped, as it will be sent; `wanted` overrides what its type suggests. */
export async function prepared(file, wanted = typeOf(file)) {
  if (wanted === "sticker") return stickerFrom(file);
  if (wanted === "document" || isCarried(file, wanted)) return fileOf(wanted, file, file.name);
  // What no browser can read is still a file that can be sent.
  return (await turned(file, wanted)) ?? fileOf("document", file, file.name);
}

const isCarried = ({ type, size }, wanted) =>
  CARRIED[wanted].includes(type.split(";")[0]) && (wanted !== "image" || size <= LARGEST_PICTURE);

/** A file as another that WhatsApp carries; null when that cannot be. */
async function turned(file, wanted) {
  if (wanted === "audio") {
    const blob = await asVoice(file);
    return blob && fileOf("audio", blob, `${nameOf(file.name)}.ogg`);
  }
  const picture = wanted === "image" ? await decoded(file) : null;
  if (picture === null) return null;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const [width, height] = [Math.round(picture.width * scale), Math.round(picture.height * scale)];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(picture, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.9 });
  return fileOf("image", blob, `${nameOf(file.name)}.jpg`);
}

const fileOf = (type, blob, filename) => ({
  type,
  blob,
  filename: filename || "file",
  address: URL.createObjectURL(blob),
});
const nameOf = (filename) => filename.replace(/\.[^.]*$/, "") || "picture";
const decoded = (file) => createImageBitmap(file).catch(() => null);

/** Stickers are WebP of 512 by 512. One that is WebP already goes as it is, so that it still moves. */
async function stickerFrom(file) {
  if (file.type === "image/webp") {
    const head = new Uint8Array(await file.slice(0, 21).arrayBuffer());
    return { ...fileOf("sticker", file, file.name), animated: isAnimated(head) };
  }
  const picture = await decoded(file);
  if (picture === null) throw new Refusal(`“${file.name}” is no picture that a sticker can be made of.`);
  const scale = 512 / Math.max(picture.width, picture.height);
  const [width, height] = [picture.width * scale, picture.height * scale];
  return sticker(nameOf(file.name), (context) =>
    context.drawImage(picture, (512 - width) / 2, (512 - height) / 2, width, height),
  );
}

/** The extended header of a WebP file has a flag for it (Google, "WebP Container Specification"). */
const isAnimated = (head) => String.fromCharCode(...head.slice(12, 16)) === "VP8X" && (head[20] & 0b10) !== 0;

/** A sticker as `draw` draws it on a square of 512. */
async function sticker(name, draw) {
  const canvas = new OffscreenCanvas(512, 512);
  draw(canvas.getContext("2d"));
  const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.8 });
  if (blob.type !== "image/webp")
    throw new Refusal("This browser makes no WebP pictures. Choose a .webp file instead.");
  return fileOf("sticker", blob, `${name}.webp`);
}

/** A sticker of one emoji, so that there are some to begin with. */
export const emojiSticker = (emoji) =>
  sticker("sticker", (context) => {
    context.font = '380px "Apple Color Emoji", "Segoe UI Emoji", "Noto Color Emoji", sans-serif';
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = "#008069";
    context.fillText(emoji, 256, 276);
  });

/** A picture that is made here, for whoever has none at hand. */
export async function samplePicture() {
  const canvas = new OffscreenCanvas(960, 720);
  const context = canvas.getContext("2d");
  const hue = Math.floor(Math.random() * 360);
  const sky = context.createLinearGradient(0, 0, 0, 720);
  sky.addColorStop(0, `hsl(${hue} 70% 45%)`);
  sky.addColorStop(1, `hsl(${(hue + 50) % 360} 85% 78%)`);
  context.fillStyle = sky;
  context.fillRect(0, 0, 960, 720);
  context.fillStyle = "rgb(255 255 255 / 85%)";
  context.beginPath();
  context.arc(200 + Math.random() * 560, 240, 80, 0, 7);
  context.fill();
  for (let ridge = 0; ridge < 3; ridge += 1) {
    context.fillStyle = `hsl(${hue} 35% ${38 - ridge * 11}%)`;
    context.beginPath();
    context.moveTo(0, 720);
    for (let x = 0; x <= 960; x += 60) context.lineTo(x, 380 + ridge * 95 + Math.random() * 90);
    context.lineTo(960, 720);
    context.fill();
  }
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 });
  return fileOf("image", blob, "picture.jpg");
}
