import { ApiProblem } from "../../api/problem.ts";
import type { Attachment } from "../../api/types.ts";

/** A file that was uploaded and goes with a message. Its bytes are at `GET /api/v1/media/{media_id}`. */
export interface OutgoingFile {
  media_id: string;
  kind: Attachment["kind"];
  mime_type: string;
  name: string;
  /** In bytes. */
  size: number;
  voice?: boolean;
}

/** What an agent wishes to say. */
export interface OutgoingDraft {
  /** As of `POST /api/v1/messages`; of a note always `text`. */
  message_type: string;
  /** Its text; for a template or buttons what they will read as, for a file its caption. */
  content: string;
  payload?: Record<string, unknown>;
  is_note: boolean;
  /** Id of the message that is quoted. */
  reply_to?: string;
  files?: OutgoingFile[];
}

/** Something that an agent said and the server has not told back yet. */
export interface Outgoing {
  client_id: string;
  conversation_id: string;
  /** Once the server has it; of a note never. */
  message_id: string | null;
  /** Its place in the conversation's log, once the server has it. */
  seq: number | null;
  draft: OutgoingDraft;
  state: "waiting" | "sending" | "failed";
  /** Why it failed. `stale_reply`: it is held, for somebody said something meanwhile. */
  problem: ApiProblem | null;
  /** When it was said. */
  at: string;
}

/** As it is kept in the browser until the server has it. */
export interface Kept extends Omit<Outgoing, "problem"> {
  agent: { id: string; name: string };
  /** Places it among the others of its conversation. */
  order: number;
  /** The last seq that the agent had seen; null sends it whatever was said since. */
  seen_seq: number | null;
  /** Whether it may be with the server already: from then on it is never said in another form. */
  is_fixed: boolean;
  problem: { code: ApiProblem["code"]; status: number; document: ApiProblem["document"] } | null;
}

/** What the server made of it. */
export interface Taken {
  message_id: string | null;
  seq: number;
}

export const keptProblem = ({ code, status, document }: ApiProblem): Kept["problem"] => ({ code, status, document });

/** As the rest of the page sees it. */
export const outgoingOf = ({ problem, agent: _, order: _o, seen_seq: _s, is_fixed: _f, ...rest }: Kept): Outgoing => ({
  ...rest,
  problem: problem && new ApiProblem(problem.code, problem.status, problem.document),
});
