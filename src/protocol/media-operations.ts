import * as z from "zod";
import { queryFlag } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";

const KINDS = ["image", "video", "audio", "document", "sticker"] as const;

/** A file that was uploaded, to be sent by its id. */
const Media = z
  .object({
    id: z.guid(),
    kind: z.enum(KINDS).meta({ description: "As what it may be sent" }),
    mime_type: z.string(),
    file_name: z.string().nullable(),
    size: z.number().int().meta({ description: "In bytes" }),
    sha256: z.string().meta({ description: "Lower-case hex" }),
  })
  .meta({ id: "Media" });

const Kind = z.enum(KINDS).meta({ description: "As what it is to be sent; by its type unless said" });
const FileName = z.string().min(1).max(1024).meta({ description: "Its name; before that of `Content-Disposition`" });

/** Calls about files: what customers sent, and what is to be sent. */
export const MEDIA_OPERATIONS = {
  uploadMedia: operation({
    id: "uploadMedia",
    method: "post",
    path: "/api/v1/media",
    tag: "Media",
    summary: "Upload a file to send: its bytes with Content-Type and Content-Length, or a form of at most 16 MB",
    query: z.object({ kind: Kind.optional(), filename: FileName.optional() }),
    bytes: {
      "*/*": z.file(),
      "multipart/form-data": z.object({ file: z.file(), kind: Kind.optional(), filename: FileName.optional() }),
    },
    answers: { 201: Media },
    problems: ["length_required", "payload_too_large", "unsupported_media_type", "media_mismatch"],
  }),
  getMedia: operation({
    id: "getMedia",
    method: "get",
    path: "/api/v1/media/{id}",
    tag: "Media",
    summary: "A file's bytes, by the id of its attachment; takes Range, If-Range and If-None-Match",
    params: idInPath,
    query: z.object({ download: queryFlag("`true` has it saved, not shown").optional() }),
    answers: { 200: z.file(), 206: z.file() },
    problems: ["not_found", "media_pending", "media_gone", "range_not_satisfiable"],
  }),
};
