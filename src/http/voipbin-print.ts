import type * as z from "zod";
import type { ConversationView } from "../domain/conversation.ts";
import type { Message } from "../domain/message.ts";
import type { VoipbinConversation, VoipbinMessage } from "../protocol/voipbin.ts";
import * as print from "../protocol/voipbin-print.ts";
import type { Configuration } from "../tenant/configuration.ts";

export { timeOfTm, tm } from "../protocol/voipbin-print.ts";

/** The inbox of a conversation, as the tenant's settings have it now. */
function inboxOf(view: ConversationView, { inboxes }: Configuration): print.Self {
  const inbox = inboxes.find(({ id }) => id === view.inbox_id);
  const number = inbox?.channel.type === "whatsapp" ? inbox.channel.display_phone_number : "";
  return { number, name: inbox?.name ?? "" };
}

export const printConversation = (
  view: ConversationView,
  configuration: Configuration,
): z.output<typeof VoipbinConversation> => print.printConversation(view, inboxOf(view, configuration));

export const printMessage = (
  message: Message,
  view: ConversationView,
  configuration: Configuration,
): z.output<typeof VoipbinMessage> => print.printMessage(message, view, inboxOf(view, configuration));
