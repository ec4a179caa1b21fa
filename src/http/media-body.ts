import type * as z from "zod";
import type { AttachmentKind } from "../domain/message.ts";
import { readBytes } from "../lib/body.ts";
import { fileName, nameIn } from "../media/disposition.ts";
import { baseType, parseMimeType } from "../media/mime-type.ts";
import { MEDIA_OPERATIONS } from "../protocol/media-operations.ts";
import type { AppContext } from "./context.ts";
import { invalid, problem } from "./problem.ts";

/** A file as a client sends it. */
export interface Received {
  stream: ReadableStream<Uint8Array>;
  /** In bytes, as the client says. */
  size: number;
  mime_type: string;
  file_name: string | null;
  kind: AttachmentKind | null;
  /** It is for one message, and goes with it. */
  single_use: boolean;
}

type Asked = z.output<typeof MEDIA_OPERATIONS.uploadMedia.query>;

const MEGABYTE = 1024 * 1024;

/** A form is held in memory as a whole, so it may not be as large as a file may. */
const FORM_LIMIT = 16 * MEGABYTE;
/** The lines between a form's fields, and its other fields. */
const FORM_ROOM = 64 * 1024;

/** The file in a request: its body, or the field `file` of its form. */
export async function receive(c: AppContext, asked: Asked): Promise<Received | Response> {
  const type = c.req.header("content-type") ?? "";
  const length = c.req.header("content-length") ?? "";
  if (!/^\d{1,15}$/.test(length))
    return problem(c, "length_required", { detail: "Send Content-Length: the file is stored as it comes." });
  if (baseType(type) === "multipart/form-data") return receiveForm(c, type, asked);
  const mime_type = type === "" ? "application/octet-stream" : parseMimeType(type);
  if (mime_type === null) return fault(c, "Content-Type", "must be a media type, such as image/jpeg");
  const { body } = c.req.raw;
  if (Number(length) === 0 || body === null) return fault(c, "body", "must not be empty");
  const file_name = fileName(asked.filename ?? "") ?? nameIn(c.req.header("content-disposition") ?? "");
  const { kind = null, single_use = false } = asked;
  return { stream: body, size: Number(length), mime_type, file_name, kind, single_use };
}

async function receiveForm(c: AppContext, type: string, asked: Asked): Promise<Received | Response> {
  const bytes = await readBytes(c.req.raw, FORM_LIMIT + FORM_ROOM);
  if (bytes === null) {
    const detail = `A form may have at most ${FORM_LIMIT / MEGABYTE} MB: send a larger file as the body itself.`;
    return problem(c, "payload_too_large", { detail });
  }
  const form = await new Response(bytes, { headers: { "Content-Type": type } }).formData().catch(() => null);
  const file = form?.get("file");
  if (!(file instanceof File)) return fault(c, "file", "must be a file in a form of multipart/form-data");
  if (file.size === 0) return fault(c, "file", "must not be empty");
  const texts = [...(form ?? [])].filter(([, value]) => typeof value === "string");
  const fields = MEDIA_OPERATIONS.uploadMedia.query.safeParse(Object.fromEntries(texts));
  if (!fields.success) return invalid(c, "body", fields.error);
  const kind = fields.data.kind ?? asked.kind ?? null;
  const file_name = fileName(fields.data.filename ?? asked.filename ?? file.name);
  const mime_type = parseMimeType(file.type) ?? "application/octet-stream";
  const single_use = fields.data.single_use ?? asked.single_use ?? false;
  return { stream: file.stream(), size: file.size, mime_type, file_name, kind, single_use };
}

const fault = (c: AppContext, field: string, detail: string): Response =>
  problem(c, "invalid_request", { errors: [{ field, detail }] });
