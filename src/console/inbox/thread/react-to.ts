import { call } from "../../api/client.ts";
import type { Message } from "../../api/types.ts";

/** What agents react with most. */
export const EMOJI = ["👍", "❤️", "😂", "😮", "😢", "🙏"];

/** Reacts to a message in an agent's name; the empty text takes the reaction back. */
export const reactTo = (
  { conversation_id, id }: Message,
  agent: { id: string; name: string },
  emoji: string,
): Promise<unknown> =>
  call("createMessage", {
    idempotencyKey: crypto.randomUUID(),
    body: {
      conversation_id,
      sender_type: "agent",
      sender_id: agent.id,
      sender_name: agent.name,
      message_type: "reaction",
      payload: { message_id: id, emoji },
    },
  });

/** What an agent has reacted with; null where nothing. */
export const ownReaction = ({ reactions }: Message, agentId: string): string | null =>
  reactions.find(({ sender_type, sender_id }) => sender_type === "agent" && sender_id === agentId)?.emoji ?? null;
