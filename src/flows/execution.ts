/** A flow under way: all that is needed to go on with it, whenever and wherever. Times are epoch milliseconds. */
export interface Execution {
  /** Where it stands. */
  node: string | null;
  waiting: Waiting | null;
  ended: boolean;
  /** Steps since the customer said something: too many are a loop. */
  steps: number;
  /** HTTP calls and questions to the AI agent so far: each has a number of its own. */
  calls: number;
  about: About;
  message: Said | null;
  answers: Record<string, unknown>;
  variables: Record<string, unknown>;
  http: { status: number | null; body: unknown; error: string | null };
  ai: { body: string | null; low_confidence: boolean };
}

/** What it waits for. */
export type Waiting =
  /** Not in executions of before: `labels`, of a choice as the customer saw them, and when an answer did not fit last. */
  | { for: "answer"; failed: number; until: number; labels?: string[]; failed_at?: number }
  | { for: "http"; call: HttpCall }
  | { for: "ai"; question: string; number: number }
  | { for: "time"; until: number };

/** Whom it is about. */
export interface About {
  customer: Record<string, unknown>;
  conversation: Record<string, unknown>;
  /** IANA name: what "tomorrow" is counted in. */
  time_zone: string;
}

/** A customer's message. */
export interface Said {
  id: string;
  message_type: string;
  content: string;
  payload: Record<string, unknown>;
}

/** A request that is to be made. What is secret is only named in it. */
export interface HttpCall {
  number: number;
  method: string;
  url: string;
  headers: { name: string; parts: (string | { secret: string })[] }[];
  /** JSON. */
  body: string | null;
  timeout_ms: number;
}

/** What came of a request: `error` says why it is none of 2xx, in words. */
export interface HttpAnswer {
  status: number | null;
  body: unknown;
  error: string | null;
}

export type Input =
  | { type: "started"; variables: Record<string, unknown>; message: Said | null }
  /** FL8: `isMeanwhile`: what does not fit is not counted. */
  | { type: "said"; message: Said; isMeanwhile?: boolean }
  | { type: "http_answered"; answer: HttpAnswer }
  | { type: "ai_answered"; body: string | null; low_confidence: boolean }
  | { type: "time" };

export type Output =
  | { type: "say"; message: Wording }
  | { type: "call_http"; call: HttpCall }
  | { type: "ask_ai"; question: string }
  | { type: "wait_until"; at: number }
  | {
      type: "ended";
      wants_ticket: boolean;
      team_id: string | null;
      /** Why a person is asked for, in words. */
      reason: string | null;
      leads_to: "close" | "ai";
      /** It ended because it could not go on. */
      is_error: boolean;
    };

/** What is said, before it has its fallback text and its files. */
export interface Wording {
  message_type: string;
  content: string | null;
  payload: Record<string, unknown>;
}

/** An execution that has not begun. */
export const newExecution = (about: About): Execution => ({
  node: null,
  waiting: null,
  ended: false,
  steps: 0,
  calls: 0,
  about,
  message: null,
  answers: {},
  variables: {},
  http: { status: null, body: null, error: null },
  ai: { body: null, low_confidence: false },
});
