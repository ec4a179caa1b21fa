import { urlOf } from "./client.ts";
import { ApiProblem } from "./problem.ts";
import type { Attachment } from "./types.ts";

/** A file that was uploaded, to be sent by its id. */
export interface UploadedMedia {
  id: string;
  kind: Attachment["kind"];
  mime_type: string;
  file_name: string | null;
  /** In bytes. */
  size: number;
}

interface Upload {
  file: Blob;
  name: string;
  kind: Attachment["kind"];
  /** The same key again is the same file. */
  idempotencyKey: string;
  /** Is told how much of it is there, from 0 to 1. */
  onProgress: (part: number) => void;
  signal: AbortSignal;
}

/**
 * Uploads a file for one message. Not by `fetch`, which does not tell how far it is.
 * @throws ApiProblem when it is refused, or `offline` when no answer came; an AbortError when it was called off
 */
export const uploadMedia = ({ file, name, kind, idempotencyKey, onProgress, signal }: Upload): Promise<UploadedMedia> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", urlOf("uploadMedia", {} as never, { kind, filename: name.slice(0, 240), single_use: true }));
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.setRequestHeader("Idempotency-Key", idempotencyKey);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const { status, response } = request;
      if (status < 300 && response) resolve(response);
      else reject(new ApiProblem(response?.code ?? "unreadable", status, response ?? {}));
    };
    request.onerror = () => reject(new ApiProblem("offline", 0));
    request.onabort = () => reject(new DOMException("Called off", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
