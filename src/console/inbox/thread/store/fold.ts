import type { Message } from "../../../api/types.ts";
import type { Aftermath, Change } from "./entry.ts";

type Status = NonNullable<Message["status"]>;

/** A status only moves forward. `failed` ends what was at most sent; a receipt of delivery beats it. */
const RANK: Record<Status, number> = {
  suppressed: -1,
  received: 0,
  queued: 0,
  accepted: 1,
  sent: 2,
  failed: 2.5,
  delivered: 3,
  read: 4,
  played: 5,
};

/** How settled a file is: what is known of it is never unknown again. */
const SETTLED: Record<Message["attachments"][number]["state"], number> = {
  pending: 0,
  expired: 1,
  failed: 1,
  stored: 2,
};

/** A message after something happened to it. Doing the same twice is doing it once. */
export function after(message: Message, what: Aftermath): Message {
  switch (what.kind) {
    case "status":
      return withStatus(message, what);
    case "media":
      return {
        ...message,
        attachments: message.attachments.map((one) =>
          one.state === "pending"
            ? {
                ...one,
                state: what.state,
                error: what.error,
                size: what.size ?? one.size,
                mime_type: what.mimeType ?? one.mime_type,
              }
            : one,
        ),
      };
    case "repeated":
      return { ...message, possible_duplicate: true };
    case "changed":
      return changed(message, what.change);
  }
}

function withStatus(message: Message, { status, at, error }: Extract<Aftermath, { kind: "status" }>): Message {
  if (message.status === null || message.status === "suppressed") return message;
  const isForward = RANK[status] > RANK[message.status];
  return {
    ...message,
    status: isForward ? status : message.status,
    status_times: { [status]: at, ...message.status_times },
    error: status === "failed" ? (message.error ?? error) : message.error,
  };
}

const isSame = (one: Message["reactions"][number], other: Message["reactions"][number]): boolean =>
  one.sender_type === other.sender_type && one.sender_id === other.sender_id;

function changed(message: Message, change: Change): Message {
  switch (change.type) {
    case "reaction":
      return { ...message, reactions: withReaction(message.reactions, change.reaction) };
    case "edit":
      if (message.deleted_at !== null || (message.edited_at ?? "") > change.at) return message;
      // What was taken back since is told without what it said.
      if (change.edit.content === "") return message;
      return {
        ...message,
        message_type: change.edit.message_type,
        content: change.edit.content,
        payload: change.edit.payload,
        edited_at: change.at,
      };
    case "revoke":
      return emptied(message, message.deleted_at ?? change.at);
  }
}

function withReaction(all: Message["reactions"], reaction: Message["reactions"][number]): Message["reactions"] {
  const before = all.find((one) => isSame(one, reaction));
  if (before && before.at > reaction.at) return all;
  return [...all.filter((one) => !isSame(one, reaction)), reaction];
}

const emptied = (message: Message, at: string): Message => ({
  ...message,
  content: "",
  payload: {},
  attachments: [],
  referral: null,
  deleted_at: at,
});

/** Two readings of one message as one: the newer of each part, whichever of them came first. */
export function joined(one: Message, other: Message): Message {
  const [older, newer] = isNewer(one, other) ? [other, one] : [one, other];
  const reactions = older.reactions.reduce(withReaction, newer.reactions);
  const status =
    older.status !== null && newer.status !== null && RANK[older.status] > RANK[newer.status]
      ? older.status
      : newer.status;
  return {
    ...newer,
    status,
    reactions,
    status_times: { ...older.status_times, ...newer.status_times },
    error: newer.error ?? older.error,
    whatsapp_message_id: newer.whatsapp_message_id ?? older.whatsapp_message_id,
    possible_duplicate: newer.possible_duplicate || older.possible_duplicate,
  };
}

const isNewer = (one: Message, other: Message): boolean => {
  const [a, b] = [ageOf(one), ageOf(other)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0);
};

const ageOf = ({ deleted_at, edited_at, attachments, status, reactions }: Message): (string | number)[] => [
  deleted_at === null ? 0 : 1,
  edited_at ?? "",
  attachments.reduce((sum, { state }) => sum + SETTLED[state], 0),
  status === null ? -2 : RANK[status],
  reactions.reduce((latest, { at }) => (at > latest ? at : latest), ""),
];
