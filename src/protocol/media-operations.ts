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
    single_use: z.boolean().meta({ description: "It is deleted with the message that it goes with" }),
  })
  .meta({ id: "Media" });

const Kind = z.enum(KINDS).meta({ description: "As what it is to be sent; by its type unless said" });
const FileName = z.string().min(1).max(1024).meta({ description: "Its name; before that of `Content-Disposition`" });

const SingleUse = queryFlag(
  "`true` for a file of one message: it is deleted with that, or after a week in which none was sent. Others stay until they are deleted",
);
const Wish = z.object({ kind: Kind.optional(), filename: FileName.optional(), single_use: SingleUse.optional() });

/** Calls about files: what customers sent, and what is to be sent. */
export const MEDIA_OPERATIONS = {
  uploadMedia: operation({
    id: "uploadMedia",
    method: "post",
    path: "/api/v1/media",
    tag: "Media",
    summary: "Upload a file to send: its bytes with Content-Type and Content-Length, or a form of at most 16 MB",
    query: Wish,
    bytes: { "*/*": z.file(), "multipart/form-data": Wish.extend({ file: z.file() }) },
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
  deleteMedia: operation({
    id: "deleteMedia",
    method: "delete",
    path: "/api/v1/media/{id}",
    tag: "Media",
    summary: "Delete a file that was uploaded; one that came with a message goes with its message",
    managing: true,
    params: idInPath,
    answers: { 204: null },
    problems: ["not_found", "media_of_message"],
  }),
};
