import type { Verdict } from "../../domain/commands.ts";
import type { MessageError } from "../../domain/message.ts";
import { err, ok, type Result } from "../../lib/result.ts";
import { verdictOn } from "./errors.ts";
import { callGraph, type GraphAccess } from "./graph.ts";
import { mediaIdsIn } from "./outgoing-media.ts";
import { markAsRead } from "./read-receipt.ts";
import { type ChannelMediaIds, type Outgoing, requestBody } from "./request-body.ts";

/** Where, as whom, and what to send. */
export interface Sending extends GraphAccess, Outgoing {
  phone_number_id: string;
  /** Which try this is: 1, 2, 3… */
  tries: number;
  /** The customer's message that is marked as read before; null for none. */
  marks_read: string | null;
  /** Gives one of our files to the channel. @returns the channel's id of it */
  upload: (mediaId: string) => Promise<Result<string, NotSent>>;
}

/** A message that did not leave, or of which that is not known. */
type NotSent = Exclude<Verdict, { outcome: "accepted" }>;

/** An answer that takes longer is taken for lost; the message may have gone out. */
const ANSWER_TIMEOUT_MS = 20_000;

/** No answer waits longer for a receipt. */
const RECEIPT_TIMEOUT_MS = 2_000;

/** One attempt to send a message through the Graph API (Meta, "Send messages"). Never throws: the outcome is a value. */
export async function send(sending: Sending, fetcher: typeof fetch = fetch): Promise<Verdict> {
  const { message, phone_number_id, tries, quoted_channel_message_id, marks_read } = sending;
  if (message.message_type === "reaction" && quoted_channel_message_id === null)
    return { outcome: "refused", error: NO_TARGET };
  if (marks_read !== null) {
    const receipt = { ...sending, channel_message_id: marks_read, typing: false };
    await markAsRead(receipt, RECEIPT_TIMEOUT_MS, fetcher);
  }
  const uploaded = await uploadAll(sending);
  if (!uploaded.ok) return uploaded.error;
  const body = requestBody(sending, uploaded.value);
  const path = `${encodeURIComponent(phone_number_id)}/messages`;
  const answer = await callGraph(sending, path, { body, timeout_ms: ANSWER_TIMEOUT_MS }, fetcher);
  if (answer === null) return { outcome: "unknown", error: NO_ANSWER };
  return verdictOn(answer.status, answer.text, tries);
}

const NO_ANSWER: MessageError = { code: null, title: "No answer from WhatsApp", detail: null };
const NO_TARGET: MessageError = {
  code: null,
  title: "The message that the reaction is for is not known to WhatsApp",
  detail: null,
};

/** Gives the message's files to the channel, one after the other; the first that cannot be given ends the attempt. */
async function uploadAll({ message, upload }: Sending): Promise<Result<ChannelMediaIds, NotSent>> {
  const ids = new Map<string, string>();
  for (const mediaId of mediaIdsIn(message)) {
    const uploaded = await upload(mediaId);
    if (!uploaded.ok) return err(uploaded.error);
    ids.set(mediaId, uploaded.value);
  }
  return ok(ids);
}
