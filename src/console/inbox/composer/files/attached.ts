import type { ApiProblem } from "../../../api/problem.ts";
import type { OutgoingFile } from "../../outbox.ts";
import type { FileKind } from "../limits.ts";

/** A file that goes with what is being written. */
export interface Attached {
  id: string;
  file: File;
  kind: FileKind;
  isVoice: boolean;
  /** Where the browser has it, to be looked at or listened to. */
  url: string;
  /** How much of it is uploaded, from 0 to 1. */
  progress: number;
  state: "uploading" | "ready" | "failed";
  problem: ApiProblem | null;
  mediaId: string | null;
}

/** It would be shown as more than a document, if WhatsApp took its type or its size. */
export const isDemoted = ({ kind, file }: Attached): boolean =>
  kind === "document" && /^(image|video|audio)\//.test(file.type);

/** As the outbox takes it, once it is uploaded. */
export const outgoingFile = ({ mediaId, kind, file, isVoice }: Attached): OutgoingFile[] =>
  mediaId === null
    ? []
    : [
        {
          media_id: mediaId,
          kind,
          mime_type: file.type || "application/octet-stream",
          name: file.name,
          size: file.size,
          ...(isVoice && { voice: true }),
        },
      ];
