import type { Change, Command, NewAttachment, Saying, Verdict } from "../../src/domain/commands.ts";
import type { Actor, Contact, Conversation, Identity } from "../../src/domain/conversation.ts";
import { decide } from "../../src/domain/decide.ts";
import { nextDue } from "../../src/domain/due.ts";
import { type Event, isMessageEvent } from "../../src/domain/events.ts";
import type { Message, MessageError, MessageStatus } from "../../src/domain/message.ts";
import { DEFAULT_POLICY, type Policy } from "../../src/domain/policy.ts";
import type { Rejection } from "../../src/domain/rejections.ts";
import { EMPTY_THREAD, type Thread } from "../../src/domain/thread.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** When every story begins. */
export const START = Date.parse("2026-01-05T09:00:00.000Z");
export const iso = (afterStart: number) => new Date(START + afterStart).toISOString();

export const THREAD_KEY = "0123456789abcde3f012345";
export const IDENTITY: Identity = {
  tenant_id: "tenant-1",
  inbox_id: "inbox-1",
  outlet_id: "outlet-1",
  channel: "whatsapp",
  thread_key: THREAD_KEY,
};
export const ANN: Contact = {
  name: "Ann",
  phone: "+628123456789",
  wa_id: "628123456789",
  user_id: null,
  username: null,
  customer_id: null,
  customer_details: null,
};
export const KNOWN_ANN: Contact = { ...ANN, customer_id: "customer-1" };
export const API: Actor = { type: "api", id: "key-1" };
export const AGENT: Actor = { type: "agent", id: "agent-1" };
export const LOST: MessageError = { code: null, title: "No answer", detail: "The connection was lost" };
export const REFUSED: MessageError = { code: 131026, title: "Message undeliverable", detail: null };

type Of<T extends Command["type"]> = Extract<Command, { type: T }>;

/** A wish, one that needs to know the time, or the passing of time. */
type Step = Command | ((at: number) => Command) | { type: "after"; ms: number };

/** A thread with a clock: what was asked of it so far, and what the last `when` brought. */
export class Scene {
  readonly policy: Policy;
  readonly at: number;
  readonly thread: Thread;
  readonly log: readonly Event[];
  /** What the last `when` added to the log. */
  readonly events: readonly Event[];
  readonly rejection: Rejection | null;

  constructor(policy: Policy, at = START, thread = EMPTY_THREAD, log: Event[] = [], since = 0, rejection?: Rejection) {
    this.policy = policy;
    this.at = at;
    this.thread = thread;
    this.log = log;
    this.events = log.slice(since);
    this.rejection = rejection ?? null;
  }

  /** Takes the steps in order; stops at the first that is refused. */
  when(...steps: Step[]): Scene {
    let { at, thread } = this;
    const log = [...this.log];
    for (const step of steps) {
      if ("ms" in step) {
        at += step.ms;
        continue;
      }
      const command = typeof step === "function" ? step(at) : step;
      const result = decide(thread, command, this.policy, at);
      if (!result.ok) return new Scene(this.policy, at, thread, log, this.log.length, result.error);
      log.push(...result.value.events);
      thread = result.value.thread;
    }
    return new Scene(this.policy, at, thread, log, this.log.length);
  }

  /** The past of a story; none of it may be refused. */
  given(...past: Step[]): Scene {
    const scene = this.when(...past);
    if (scene.rejection) throw new Error(`the past was refused: ${scene.rejection.code}`);
    return scene;
  }

  under(policy: Partial<Policy>): Scene {
    return new Scene({ ...this.policy, ...policy }, this.at, this.thread, [...this.log]);
  }

  get types(): string[] {
    return this.events.map(({ type }) => type);
  }

  get conversation(): Conversation {
    if (!this.thread.current) throw new Error("no conversation");
    return this.thread.current;
  }

  /** The last message of the log. */
  get message(): Message {
    const event = this.log.findLast(isMessageEvent);
    if (!event) throw new Error("no message");
    return event.message;
  }

  /** The next due time, in milliseconds after the story's beginning. */
  get due(): number | null {
    const due = nextDue(this.thread, this.policy, this.at);
    return due === null ? null : due - START;
  }

  event<T extends Event["type"]>(type: T): Extract<Event, { type: T }> {
    const found = this.events.findLast((event) => event.type === type);
    if (!found) throw new Error(`no ${type} among ${this.types.join(", ") || "no events"}`);
    return found as Extract<Event, { type: T }>;
  }
}

export const under = (policy: Partial<Policy>) => new Scene({ ...DEFAULT_POLICY, ...policy });
export const given = (...past: Step[]) => under({}).given(...past);
export const nothing = under({});

export const wait = (ms: number): Step => ({ type: "after", ms });
export const wake: Command = { type: "wake" };

export const saying = (content: string, news: Partial<Saying> = {}): Saying => ({
  message_type: "text",
  content,
  payload: {},
  attachments: [],
  reply_to: null,
  referral: null,
  forwarded: null,
  whatsapp_message_id: null,
  timestamp: iso(0),
  metadata: null,
  ...news,
});

interface From {
  contact?: Contact;
  identity?: Identity;
}

export const opens = ({ contact = ANN, identity = IDENTITY }: From = {}): Command => ({
  type: "open_conversation",
  identity,
  contact,
  outlet_ids: null,
  actor: API,
});

/** The customer writes, just now in the channel's time unless `news` says otherwise. */
export const says =
  (content: string, news: Partial<Saying> = {}, { contact = ANN, identity = IDENTITY }: From = {}) =>
  (at: number): Command => ({
    type: "receive_message",
    place: { identity, contact },
    saying: saying(content, { timestamp: new Date(at).toISOString(), ...news }),
    passive: false,
  });

/** The customer writes to a conversation of this number. */
export const writesTo = (number: number, content = "hello"): Command => ({
  type: "receive_message",
  place: { number, sender_id: "customer-1" },
  saying: saying(content),
  passive: false,
});

export const reacts: Of<"receive_message"> = {
  type: "receive_message",
  place: { identity: IDENTITY, contact: ANN },
  saying: saying("👍", { message_type: "reaction" }),
  passive: true,
};

const sends =
  (type: "llm" | "agent" | "flow" | "system", id: string | null, display_name: string) =>
  (content: string, news: Partial<Saying> & { number?: number; deliver?: boolean } = {}): Of<"send_message"> => {
    const { number = 1, deliver = true, ...rest } = news;
    return { type: "send_message", number, sender: { type, id, display_name }, saying: saying(content, rest), deliver };
  };

export const aiSays = sends("llm", "ai-1", "Assistant");
export const flowSays = sends("flow", "flow-1", "Menu");
export const agentSays = sends("agent", "agent-1", "Budi");
export const colleagueSays = sends("agent", "agent-2", "Citra");
export const somebodySays = sends("agent", null, "Somebody");
export const systemSays = sends("system", null, "System");
export const unsure = aiSays("perhaps", { metadata: { low_confidence: true } });

export const asksForPerson = (
  agent_id: string | null = null,
  reason = "It is complicated",
  number = 1,
): Of<"request_handoff"> => ({
  type: "request_handoff",
  number,
  trigger: "api",
  reason,
  agent_id,
  actor: API,
});
export const releases = (number = 1): Of<"release_handoff"> => ({ type: "release_handoff", number, actor: AGENT });
export const assigns = (agent_id = "agent-1", number = 1): Of<"assign_agent"> => ({
  type: "assign_agent",
  number,
  agent_id,
  actor: API,
});
export const sets = (
  status: "active" | "resolved" | "handed_off" | "expired",
  { number = 1, actor = API }: { number?: number; actor?: Actor } = {},
): Of<"set_status"> => ({ type: "set_status", number, status, actor });
export const resolves = sets("resolved");
/** Snoozes until so long after the story's beginning. */
export const snoozes = (until: number, number = 1): Of<"snooze"> => ({
  type: "snooze",
  number,
  until: iso(until),
  actor: AGENT,
});
export const unsnoozes = (actor: Actor = API): Of<"unsnooze"> => ({ type: "unsnooze", number: 1, actor });
export const labels = (names: string[], number = 1): Of<"set_labels"> => ({
  type: "set_labels",
  number,
  labels: names,
  actor: API,
});

export const claims: Command = { type: "claim_send", resume: false };
export const resumes: Command = { type: "claim_send", resume: true };
export const reports = (message_seq: number, attempt: number, verdict: Verdict): Command => ({
  type: "report_send",
  number: 1,
  message_seq,
  attempt,
  verdict,
});
export const accepted: Verdict = { outcome: "accepted", channel_message_id: "wamid.out", wa_id: null };
export const refused: Verdict = { outcome: "refused", error: REFUSED };
export const unknown: Verdict = { outcome: "unknown", error: LOST };
export const held = (delay_ms: number): Verdict => ({ outcome: "held", error: LOST, delay_ms });
export const tryLater = (delay_ms: number): Verdict => ({ outcome: "try_later", error: LOST, delay_ms });
export const statusOfMessage = (message_seq: number, status: MessageStatus, afterStart = 0): Command => ({
  type: "report_status",
  number: 1,
  message_seq,
  report: { status, at: iso(afterStart), channel_message_id: "wamid.out", error: null },
});

/** What the business says on its own phone, or in another of its apps. */
export const observes =
  (
    content: string,
    news: Partial<Saying> = {},
    { origin = "echo", direction = "out" }: Partial<Pick<Of<"observe_message">, "origin" | "direction">> = {},
  ) =>
  (at: number): Command => ({
    type: "observe_message",
    place: { identity: IDENTITY, contact: ANN },
    origin,
    direction,
    saying: saying(content, { timestamp: new Date(at).toISOString(), ...news }),
  });

/** A message of the past, so long before the story's beginning. */
export const imports = (
  content: string,
  before: number,
  { direction = "in", ...news }: Partial<Saying> & { direction?: "in" | "out" } = {},
): Of<"import_message"> => ({
  type: "import_message",
  place: { identity: IDENTITY, contact: ANN },
  direction,
  status: null,
  saying: saying(content, { timestamp: iso(-before), ...news }),
});

export const changes = (
  change: Change,
  { seq = null, by = "customer" }: { seq?: number | null; by?: "customer" | "agent" } = {},
): Of<"change_message"> => ({
  type: "change_message",
  place: { identity: IDENTITY, contact: ANN },
  by,
  target: { message_id: null, message_seq: seq, channel_message_id: "wamid.target" },
  change,
});

/** A picture that is still to be fetched. */
export const PICTURE: NewAttachment = {
  id: null,
  kind: "image",
  mime_type: "image/jpeg",
  file_name: null,
  size: null,
  sha256: null,
  voice: false,
  channel_media_id: "1003383421387256",
  link: null,
  state: "pending",
};

const SERVICE: Actor = { type: "agent", id: "supervisor-1" };

/** What the AI outside answers. */
export const answers = (
  content: string | null,
  { turn = null, wants_ticket = false }: { turn?: number | null; wants_ticket?: boolean } = {},
): Of<"receive_answer"> => ({
  type: "receive_answer",
  number: 1,
  by: "llm",
  sender_id: "rosa",
  display_name: "Rosa",
  turn,
  saying: content === null ? null : saying(content),
  wants_ticket,
});
export const flowAnswers = (content: string, wants_ticket = false): Of<"receive_answer"> => ({
  ...answers(content, { wants_ticket }),
  by: "flow",
});
export const endsFlow = (wants_ticket: boolean): Of<"end_flow"> => ({
  type: "end_flow",
  number: 1,
  wants_ticket,
  actor: { type: "flow", id: "flow-1" },
});
export const opensTicket = (ticket_id: string): Of<"open_ticket"> => ({
  type: "open_ticket",
  number: 1,
  ticket_id,
  actor: SERVICE,
});
export const ticketAssigned = (ticket_id: string, agent_id = "7"): Of<"assign_ticket"> => ({
  type: "assign_ticket",
  number: 1,
  ticket_id,
  agent_id,
  actor: SERVICE,
});
export const ticketIs = (ticket_id: string, state: "pending" | "open" | "standby" | "closed"): Of<"change_ticket"> => ({
  type: "change_ticket",
  number: 1,
  ticket_id,
  state,
  actor: SERVICE,
});
export const notes = (content: string, ticket_id: string | null = null): Of<"add_note"> => ({
  type: "add_note",
  number: 1,
  ticket_id,
  content,
  actor: SERVICE,
});
export const identifies = (contact: Contact): Of<"identify_customer"> => ({
  type: "identify_customer",
  contact,
  actor: API,
});
