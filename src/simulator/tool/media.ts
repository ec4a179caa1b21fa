import type { Hono } from "hono";
import { isMimeType, mediaTypeOf } from "../media-kinds.ts";
import type { Media } from "../model.ts";
import { notFound, problem } from "../problem.ts";
import type { Simulator } from "../simulator.ts";
import { mediaView } from "../views.ts";

const LONGEST_FILENAME = 240;

const NO_MEDIA = "There is no such file. POST /simulator/media takes one.";

/** The files on the customers' phones. */
export function mediaRoutes(app: Hono, simulator: Simulator): void {
  app.post("/media", async (c) => {
    const mime_type = c.req.header("content-type") ?? "application/octet-stream";
    const filename = c.req.query("filename")?.slice(0, LONGEST_FILENAME) ?? null;
    const bytes = c.req.raw.body;
    if (!isMimeType(mime_type) || bytes === null)
      return problem(c, { status: 400, code: "invalid", title: "No file", detail: "The body must be a file." });
    const described = { origin: "customer", phone_number_id: null, mime_type, filename } as const;
    const added = await simulator.media.add(bytes, described).catch(() => null);
    if (!added)
      return problem(c, { status: 400, code: "cut_short", title: "Cut short", detail: "The file ended early." });
    if (added.ok) return c.json(mediaView(added.media), 201);
    return problem(c, { status: 413, code: "too_large", title: "File too large", detail: added.fault.details });
  });

  app.get("/media/:media_id", (c) => {
    const media = simulator.state.get("media", c.req.param("media_id"));
    const part = media && partOf(c.req.header("range"), media.file_size);
    const bytes = media && simulator.media.read(media, part ?? undefined);
    if (!media || !bytes) return notFound(c, NO_MEDIA);
    const size = part ? part.end - part.start + 1 : media.file_size;
    return c.body(bytes, part ? 206 : 200, {
      ...headersOf(media),
      "Content-Length": String(size),
      ...(part && { "Content-Range": `bytes ${part.start}-${part.end}/${media.file_size}` }),
    });
  });
}

/** What may be looked at is, and everything else is saved; neither may run. */
function headersOf({ mime_type, filename }: Media): Record<string, string> {
  const isDocument = mediaTypeOf(mime_type) === "document";
  const name = encodeURIComponent((filename ?? "file").toWellFormed());
  return {
    "Content-Type": mime_type,
    "Content-Disposition": isDocument ? `attachment; filename*=UTF-8''${name}` : "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Accept-Ranges": "bytes",
    "Cache-Control": "private, max-age=3600",
  };
}

/** The part of a file that a player asks for; null for all of it. */
function partOf(range: string | undefined, size: number): { start: number; end: number } | null {
  const [, from, to] = range?.match(/^bytes=(\d+)-(\d*)$/) ?? [];
  if (from === undefined || Number(from) >= size) return null;
  return { start: Number(from), end: Math.min(to ? Number(to) : size - 1, size - 1) };
}
