/** What can be set of the simulator while it runs: how quick it is, how strict, and what goes wrong on demand. */
export interface Settings {
  /** Refuse free-form messages when the contact has not written for 24 hours. */
  enforce_window: boolean;
  sent_after_ms: number;
  delivered_after_ms: number;
  read_after_ms: number;
  /** Whether what cannot reach its recipient is refused at once, or accepted and reported as `failed` later. */
  failures: "at_once" | "later";
  /** How long the Graph API takes to answer a send that it has accepted. */
  answer_after_ms: number;
  /** Refuses this many of the next sends with this code. */
  fail_next: CodeCount;
  /** Accepts this many of the next sends, and reports them as `failed` with this code. */
  fail_statuses_next: CodeCount;
  /** Accepts this many of the next sends, but their answers are lost on the way. */
  lose_next_answers: number;
  /** What the caller gets in place of a lost answer: HTTP 502, or nothing, ever. */
  lose_how: "502" | "hang";
  /** Answers this many of the next sends with HTTP 500 and no JSON; nothing is sent. */
  server_errors_next: number;
  /** Refuses every call as if its token had expired. */
  token_expired: boolean;
  /** Holds a number to its pace towards one contact: 45 at once, then one every 6 seconds. */
  pair_limit: boolean;
  /** So many sends a second and number; null for no limit. */
  throughput: number | null;
  /** How long a media address works. */
  media_url_seconds: number;
  /** Answers this many of the next media downloads with 404. */
  fail_media_next: number;
  webhooks: WebhookSettings;
}

interface CodeCount {
  code: number;
  count: number;
}

interface WebhookSettings {
  /** Delivers each webhook twice. */
  duplicate: boolean;
  delay_ms: number;
  /** Delivers webhooks in any order. */
  shuffle: boolean;
  /** Up to so many changes in one POST. */
  batch: number;
  /** Statuses reach the business before the Graph API has answered the call that sent the message. */
  statuses_before_answer: boolean;
}

export type SettingsChange = Partial<Omit<Settings, "webhooks">> & { webhooks?: Partial<WebhookSettings> };

export const DEFAULT_SETTINGS: Settings = {
  enforce_window: true,
  sent_after_ms: 30,
  delivered_after_ms: 200,
  read_after_ms: 600,
  failures: "at_once",
  answer_after_ms: 0,
  fail_next: { code: 130429, count: 0 },
  fail_statuses_next: { code: 131026, count: 0 },
  lose_next_answers: 0,
  lose_how: "502",
  server_errors_next: 0,
  token_expired: false,
  pair_limit: false,
  throughput: null,
  media_url_seconds: 300,
  fail_media_next: 0,
  webhooks: { duplicate: false, delay_ms: 0, shuffle: false, batch: 1, statuses_before_answer: false },
};
