import * as z from "zod";
import type { Message as StoredMessage } from "../../domain/message.ts";
import { Time } from "../fields.ts";
import { Message } from "../message.ts";
import { ANSWER, AT, LATER, MESSAGE } from "./examples.ts";
import type { FactEntries } from "./outgoing-events.ts";

const message_seq = z.number().int().meta({ description: "Place of the message in the log" });
const message_id = z.guid();
const attempt = z.number().int().meta({ description: "1, 2, 3…" });
const MessageError = z.object({ code: z.number().nullable(), title: z.string(), detail: z.string().nullable() });
const whole = { message: Message };
const ours = { message_id: ANSWER.id, message_seq: ANSWER.seq };
const theirs = { message_id: MESSAGE.id, message_seq: MESSAGE.seq };
const THROTTLED = { code: 130429, title: "Rate limit hit", detail: null };

const past: StoredMessage = { ...MESSAGE, origin: "history", status: null, status_times: {} };
const alsoTold: StoredMessage = { ...MESSAGE, origin: "standby" };
const onPhone: StoredMessage = {
  ...ANSWER,
  origin: "echo",
  sender_type: "agent",
  sender_id: null,
  sender: { type: "agent", id: null, display_name: "Business phone" },
  status: "sent",
  status_times: { sent: LATER },
};

/** What is said, and how far it came. */
export const MESSAGE_FACTS: FactEntries<
  | `message.${"received" | "queued" | "added" | "suppressed" | "echoed" | "observed" | "imported" | "changed"}`
  | `message.${"sending" | "deferred" | "unanswered" | "status"}`
  | `media.${"fetching" | "deferred" | "settled"}`
> = {
  "message.received": {
    title: "Message received",
    summary: "The customer said something.",
    shape: whole,
    example: { message: MESSAGE },
  },
  "message.queued": {
    title: "Message queued",
    summary: "Something is said to the customer; it goes out when those before it have gone.",
    shape: whole,
    example: { message: ANSWER },
  },
  "message.added": {
    title: "Message added",
    summary: "Something is said that is only stored and not sent.",
    shape: whole,
    example: { message: { ...ANSWER, status: null, status_times: {} } },
  },
  "message.suppressed": {
    title: "Message suppressed",
    summary: "A bot answered when it had no longer the word, or too late: the customer never sees it.",
    shape: whole,
    example: { message: { ...ANSWER, status: "suppressed", status_times: { suppressed: LATER } } },
  },
  "message.echoed": {
    title: "Message echoed",
    summary: "Somebody answered from the business's own phone.",
    shape: whole,
    example: { message: onPhone },
  },
  "message.observed": {
    title: "Message observed",
    summary: "A copy of what passes between the customer and another app that has the thread.",
    shape: whole,
    example: { message: alsoTold },
  },
  "message.imported": {
    title: "Message imported",
    summary: "A message of the time before the business came here.",
    shape: whole,
    example: { message: past },
  },
  "message.changed": {
    title: "Message changed",
    summary: "An edit, a revocation or a reaction; what it is for may not have come yet.",
    shape: {
      target: z.object({
        message_id: message_id.nullable(),
        message_seq: message_seq.nullable(),
        channel_message_id: z.string().nullable(),
      }),
      change: z.looseObject({ type: z.enum(["reaction", "edit", "revoke"]) }),
    },
    example: {
      target: { ...theirs, channel_message_id: "wamid.EXAMPLE0001" },
      change: { type: "revoke", at: LATER },
    },
  },
  "message.sending": {
    title: "Message is being sent",
    summary: "An attempt to send begins: by this store, or by the service that has the channel.",
    shape: {
      message_id,
      message_seq,
      attempt,
      repeats: z.boolean().meta({ description: "It is not known whether the attempt before arrived" }),
      marks_read: z.string().nullable().meta({ description: "The customer's message that is marked as read with it" }),
      by_service: z.exactOptional(z.boolean()),
    },
    example: { ...ours, attempt: 1, repeats: false, marks_read: "wamid.EXAMPLE0001", by_service: true },
  },
  "message.deferred": {
    title: "Message deferred",
    summary: "It could not be sent now; it waits.",
    shape: {
      message_id,
      message_seq,
      until: Time,
      error: MessageError,
      held: z.boolean().meta({ description: "The inbox could not send: the attempt does not count" }),
    },
    example: { ...ours, until: LATER, error: THROTTLED, held: false },
  },
  "message.unanswered": {
    title: "Sending was not answered",
    summary: "It is not known whether it was sent: its status is waited for.",
    shape: { message_id, message_seq, error: MessageError },
    example: { ...ours, error: { code: null, title: "No answer", detail: "The connection was lost" } },
  },
  "message.status": {
    title: "Message's status",
    summary: "How far a message came: accepted, sent, delivered, read, or failed.",
    shape: {
      message_id,
      message_seq,
      status: Message.shape.status.unwrap(),
      status_at: Time,
      channel_message_id: z.string().nullable(),
      error: MessageError.nullable(),
    },
    example: {
      ...ours,
      status: "delivered",
      status_at: LATER,
      channel_message_id: "wamid.EXAMPLE0002",
      error: null,
    },
  },
  "media.fetching": {
    title: "File is being fetched",
    summary: "An attempt to fetch a file that a customer sent.",
    shape: { message_id, message_seq, attempt },
    example: { ...theirs, attempt: 1 },
  },
  "media.deferred": {
    title: "File deferred",
    summary: "It could not be had now; it is tried again.",
    shape: { message_id, message_seq, until: Time, reason: z.string() },
    example: { ...theirs, until: LATER, reason: "The channel did not answer" },
  },
  "media.settled": {
    title: "File settled",
    summary: "A file is stored, or cannot be had any more.",
    shape: {
      message_id,
      message_seq,
      state: z.enum(["stored", "failed", "expired"]),
      size: z.number().int().nullable().meta({ description: "In bytes" }),
      sha256: z.string().nullable(),
      mime_type: z.string().nullable(),
      error: z.string().nullable(),
    },
    example: { ...theirs, state: "expired", size: null, sha256: null, mime_type: null, error: `gone since ${AT}` },
  },
};
