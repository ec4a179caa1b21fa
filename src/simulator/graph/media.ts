import type { Context, Hono } from "hono";
import { MEDIA_PATH } from "../media.ts";
import { isMimeType } from "../media-kinds.ts";
import type { BusinessNumber, Media } from "../model.ts";
import type { Simulator } from "../simulator.ts";
import { badToken, missing, numberOf, numbersOf, refuse } from "./access.ts";

/** `POST /{phone_number_id}/media` (Meta, "Media"). */
export function uploadNode(app: Hono, node: string, simulator: Simulator): void {
  app.post(`${node}/media`, async (c) => {
    const number = numberOf(c, simulator);
    if (number instanceof Response) return number;
    const form = await c.req.formData().catch(() => null);
    const product = form?.get("messaging_product") ?? c.req.query("messaging_product");
    const file = form?.get("file");
    if (product !== "whatsapp")
      return refuse(c, { code: 100, details: "The parameter messaging_product is required." });
    if (!(file instanceof File)) return refuse(c, { code: 100, details: "The parameter file is required." });
    return upload(c, simulator, { number, file, type: form?.get("type") });
  });
}

async function upload(
  c: Context,
  simulator: Simulator,
  { number, file, type }: { number: BusinessNumber; file: File; type: unknown },
): Promise<Response> {
  // Some give the kind alone, as in `type=image`: then the file's own type counts.
  const mime_type = typeof type === "string" && isMimeType(type) ? type : file.type;
  if (!isMimeType(mime_type)) return refuse(c, { code: 100, details: "Param file must have a valid MIME type." });
  const { phone_number_id } = number;
  const described = { origin: "business", phone_number_id, mime_type, filename: file.name || null } as const;
  const added = await simulator.media.add(file.stream(), described);
  return added.ok ? c.json({ id: added.media.id }) : refuse(c, added.fault);
}

/** `GET` and `DELETE /{media_id}`; null when the path leads to no file of this token. */
export function mediaNode(c: Context, simulator: Simulator, numbers: BusinessNumber[]): Response | null {
  const media = simulator.media.find(c.req.param("id") ?? "", wabaIds(numbers));
  if (!media) return null;
  const asked = c.req.query("phone_number_id");
  if (asked !== undefined && asked !== media.phone_number_id)
    return refuse(c, {
      code: 100,
      details: "Param phone_number_id is not a valid whatsapp business phone number id ID.",
    });
  if (c.req.method === "DELETE") {
    simulator.state.merge("media", media.id, { deleted: true });
    return c.json({ success: true });
  }
  return c.json(described(c, simulator, media));
}

const wabaIds = (numbers: BusinessNumber[]) => numbers.map(({ waba_id }) => waba_id);

const described = (c: Context, { media: server }: Simulator, media: Media) => ({
  messaging_product: "whatsapp",
  url: server.address(media, new URL(c.req.url).origin),
  mime_type: media.mime_type,
  sha256: media.sha256,
  file_size: String(media.file_size),
  id: media.id,
});

/** Meta's media servers: they want the token as well, and a program that says its name. */
export function mediaServer(app: Hono, simulator: Simulator): void {
  app.get(MEDIA_PATH, (c) => {
    const numbers = numbersOf(c, simulator);
    if (!c.req.header("user-agent")) return c.text("Forbidden", 403);
    if (numbers.length === 0) return badToken(c, simulator);
    const media = simulator.media.at(c.req.query(), wabaIds(numbers));
    const bytes = media && !simulator.takeFault("fail_media_next") ? simulator.media.read(media) : null;
    if (!media || !bytes) return c.text("Not Found", 404);
    return c.body(bytes, 200, { "Content-Type": media.mime_type, "Content-Length": String(media.file_size) });
  });
}

export const deleteMediaNode = (app: Hono, node: string, simulator: Simulator): void => {
  app.delete(node, (c) => {
    const numbers = numbersOf(c, simulator);
    if (numbers.length === 0) return badToken(c, simulator);
    return mediaNode(c, simulator, numbers) ?? missing(c, c.req.param("id") ?? "");
  });
};
