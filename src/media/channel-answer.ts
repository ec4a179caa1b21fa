import { parse, verdictOn } from "../channels/whatsapp/errors.ts";
import { identifier, parseError, word } from "../channels/whatsapp/fields.ts";
import { sha256Of } from "../channels/whatsapp/media.ts";
import type { MediaVerdict, Verdict } from "../domain/commands.ts";
import { err, ok, type Result } from "../lib/result.ts";

/** A file as the channel describes it; the url works for five minutes. */
export interface ChannelFile {
  url: string;
  mime_type: string | null;
  /** In bytes. */
  size: number | null;
  /** Lower-case hex. */
  sha256: string | null;
}

export type Unfetched = Exclude<MediaVerdict, { outcome: "stored" }>;

/** The channel does not have the file, or not for us (Meta, "Error codes"): a permission that is missing reads the same. */
const NOT_THERE = new Set([33, 100]);
/** By then more than four hours have passed: whoever was to give a permission has not. */
const ATTEMPTS_FOR_NOT_THERE = 10;

/** What an answer says of a file. Only of one that is not there is it ever said that it cannot be had. */
export function fileIn(status: number, text: string, attempt: number): Result<ChannelFile, Unfetched> {
  const answer = parse(text);
  const url = typeof answer.url === "string" && URL.canParse(answer.url) ? answer.url : null;
  if (status < 300 && url !== null) {
    const size = Number(word(answer.file_size) ?? Number.NaN);
    return ok({
      url,
      mime_type: identifier(answer.mime_type),
      size: Number.isSafeInteger(size) && size >= 0 ? size : null,
      sha256: sha256Of(answer.sha256),
    });
  }
  if (answer.error === undefined) {
    if (status !== 404) return err({ outcome: "try_later", reason: `WhatsApp answered ${status}` });
    return err(notThere("WhatsApp answered 404", attempt));
  }
  const { code, title, detail } = parseError(answer.error);
  const reason = `WhatsApp says: ${title}${detail !== null && detail !== title ? ` (${detail})` : ""}`;
  return err(code !== null && NOT_THERE.has(code) ? notThere(reason, attempt) : { outcome: "try_later", reason });
}

const notThere = (reason: string, attempt: number): Unfetched => ({
  outcome: attempt >= ATTEMPTS_FOR_NOT_THERE ? "failed" : "try_later",
  reason,
});

/** Why a file is not there to be sent. An upload is never uncertain: one whose answer was lost is made again. */
export type NotUploaded = Exclude<Verdict, { outcome: "accepted" | "unknown" }>;

const RETRY_MS = 5_000;

/** The id in an answer, or what the answer means for the message that waits for it. */
export function idIn(status: number, text: string): Result<string, NotUploaded> {
  const id = status < 300 ? identifier(parse(text).id) : null;
  if (id !== null) return ok(id);
  const verdict = verdictOn(status, text, 1);
  if (verdict.outcome === "unknown") return err(later(verdict.error));
  return err(
    verdict.outcome === "accepted" ? later({ code: null, title: "No id from WhatsApp", detail: null }) : verdict,
  );
}

export const later = (error: NotUploaded["error"]): NotUploaded => ({
  outcome: "try_later",
  error,
  delay_ms: RETRY_MS,
});
