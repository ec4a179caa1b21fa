import type { Hono } from "hono";
import { parseMessageId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import { contentDisposition } from "../media/disposition.ts";
import { endingOf, shownType } from "../media/mime-type.ts";
import { isKnown, isStill, spanOf } from "../media/range.ts";
import { deleteMedia, describeMedia, openMedia, type StoredMedia } from "../media/store.ts";
import { MEDIA_OPERATIONS } from "../protocol/media-operations.ts";
import type { AppContext, AppEnv, Principal } from "./context.ts";
import { uploadMedia } from "./media-upload.ts";
import { problem } from "./problem.ts";
import { reachMessage } from "./reach.ts";
import { route } from "./route.ts";

/** A file under an id never changes, but its message may be taken back: what a browser keeps must not outlive that by much. */
const CACHE_SECONDS = 3_600;

/** Most files are there within seconds. */
const RETRY_SECONDS = 5;

/** Files: what customers sent, and what is to be sent. */
export function media(app: Hono<AppEnv>): void {
  uploadMedia(app);

  route(app, MEDIA_OPERATIONS.getMedia, async (c, { params, query }, principal) => {
    const { tenant_id } = principal;
    const id = await place(c, principal, params.id.toLowerCase());
    if (id instanceof Response) return id;
    const file = await describeMedia(c.env, tenant_id, id);
    if (file === null) return problem(c, "not_found");
    return answer(c, { tenant_id, id, file, saved: query.download ?? false });
  });

  route(app, MEDIA_OPERATIONS.deleteMedia, async (c, { params }, { tenant_id }) => {
    const id = params.id.toLowerCase();
    if (parseMessageId(id) !== null) return problem(c, "media_of_message");
    if ((await describeMedia(c.env, tenant_id, id)) === null) return problem(c, "not_found");
    await deleteMedia(c.env, tenant_id, [id]);
    return c.body(null, 204);
  });
}

/** The id under which the file lies in the bucket, or why it does not: a message's id stands for the file it came with. */
async function place(c: AppContext, principal: Principal, id: string): Promise<string | Response> {
  if (parseMessageId(id) === null) return id;
  const found = await reachMessage(c, principal, id);
  return found === null ? problem(c, "not_found") : placeIn(c, found.message);
}

function placeIn(c: AppContext, { attachments: [attachment], deleted_at }: Message): string | Response {
  if (deleted_at !== null) return problem(c, "media_gone", { detail: "Its sender has taken the message back." });
  if (attachment === undefined) return problem(c, "not_found");
  const { id, state, error } = attachment;
  if (state === "stored") return id;
  if (state !== "pending") return problem(c, "media_gone", { detail: error ?? "It could not be fetched." });
  const response = problem(c, "media_pending", { detail: "Ask again in a few seconds." });
  response.headers.set("Retry-After", String(RETRY_SECONDS));
  return response;
}

interface Asked {
  tenant_id: string;
  id: string;
  file: StoredMedia;
  saved: boolean;
}

/** The file, a span of it, or only what is to be said of it (RFC 9110, 13 and 14). */
async function answer(c: AppContext, asked: Asked): Promise<Response> {
  const { tenant_id, id, file } = asked;
  const { size, sha256, stored_at } = file;
  const etag = `"${sha256}"`;
  const headers = headersOf(asked, etag);
  const header = (name: string) => c.req.header(name) ?? null;
  if (isKnown(header("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  const isHead = c.req.method === "HEAD";
  // Only of a GET a range is taken.
  const span = !isHead && isStill(header("if-range"), etag, stored_at) ? spanOf(header("range"), size) : null;
  if (span === "none") {
    const response = problem(c, "range_not_satisfiable", { detail: `The file has ${size} bytes.` });
    response.headers.set("Content-Range", `bytes */${size}`);
    return response;
  }
  if (span) headers.set("Content-Range", `bytes ${span.offset}-${span.offset + span.length - 1}/${size}`);
  const length = span?.length ?? size;
  headers.set("Content-Length", String(length));
  if (isHead) return new Response(null, { headers });
  const bytes = await openMedia(c.env, tenant_id, id, span ?? undefined);
  // A body whose length the runtime does not know goes out without saying it.
  const body = bytes?.pipeThrough(new FixedLengthStream(length));
  return body ? new Response(body, { status: span ? 206 : 200, headers }) : problem(c, "not_found");
}

/** Strangers made these bytes: nothing of them may run here, and what is not known to be harmless is not shown. */
function headersOf({ id, file, saved }: Asked, etag: string): Headers {
  const { mime_type, file_name, stored_at } = file;
  const shown = shownType(mime_type);
  const name = file_name ?? `${id}${endingOf(mime_type)}`;
  return new Headers({
    "Content-Type": shown ?? "application/octet-stream",
    "Content-Disposition": contentDisposition(shown === null || saved ? "attachment" : "inline", name),
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": `private, max-age=${CACHE_SECONDS}, immutable`,
    "Accept-Ranges": "bytes",
    "Last-Modified": stored_at.toUTCString(),
    ETag: etag,
  });
}
