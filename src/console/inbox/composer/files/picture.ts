/** What WhatsApp shows as an image, and how large it may be (`src/channels/whatsapp/media-limits.ts`). */
const SHOWN = ["image/jpeg", "image/png"];
const MOST_BYTES = 5 * 1024 * 1024;
/** Larger than any screen of a phone. In pixels. */
const MOST_SIDE = 2560;
/** What moves, or is drawn at any size, stays as it is. */
const KEPT = ["image/gif", "image/svg+xml"];

/** A picture as WhatsApp shows it: in another format or smaller where it must be. What cannot be read stays as it is. */
export async function sendablePicture(file: File): Promise<File> {
  const isFine = SHOWN.includes(file.type) && file.size <= MOST_BYTES;
  if (!file.type.startsWith("image/") || isFine || KEPT.includes(file.type)) return file;
  const bitmap = await createImageBitmap(file).catch(() => null);
  if (bitmap === null) return file;
  const scale = Math.min(1, MOST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  const context = canvas.getContext("2d");
  if (context === null) return file;
  // JPEG knows no transparency: it would turn black.
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.88));
  return blob === null ? file : new File([blob], `${file.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
}
