import type { Flow } from "@eventcatalog/sdk";

type Step = Flow["steps"][number];
type Next = { id: string; label?: string };

/** A step that goes on to one other, or to several. */
const leadingTo = (next: Next[]): Pick<Step, "next_step" | "next_steps"> =>
  next.length === 1 && next[0] !== undefined ? { next_step: next[0] } : { next_steps: next };

const service = (id: string, ...next: Next[]) => ({ id, title: id, service: { id }, ...leadingTo(next) });
const message = (id: string, title: string, next: string, name = id) => ({
  id,
  title,
  message: { id: name },
  ...leadingTo([{ id: next }]),
});

/** An identified customer writes on WhatsApp, is answered by the AI agent, then by a person. */
export const FLOW_STEPS: Step[] = [
  {
    id: "customer_sends_message_via_whatsapp",
    title: "Customer sends message via WhatsApp",
    ...leadingTo([{ id: "ms-whatsapp", label: "Meta informs of a new message" }]),
  },
  service("ms-whatsapp", { id: "whatsapp-business-text-message-received" }),
  message("whatsapp-business-text-message-received", "WhatsApp Business API Text Message Received", "ms-gateway"),
  service("ms-gateway", {
    id: "whatsapp-business-text-message-received-with-user-info",
    label: "Message with customer information",
  }),
  message(
    "whatsapp-business-text-message-received-with-user-info",
    "WhatsApp Business API Text Message With User Info Received",
    "ms-conv-store",
    "whatsapp-business-text-message-with-user-info-received",
  ),
  service(
    "ms-conv-store",
    {
      id: "generate-ai-agent-answer-with-user-info",
      label: "1. Let AI Agent handle the conversation, initially.",
    },
    { id: "open-ticket", label: "2. Order the creation of a ticket because RAG asks for it" },
    { id: "conversation-document", label: "6. Response with relevant conversation" },
    { id: "send-whatsapp-business-text-message", label: "8. Commands a new text message via WhatsApp" },
  ),
  message("generate-ai-agent-answer-with-user-info", "Generate AI Agent Answer", "ms-rag"),
  service("ms-rag", { id: "ai-agent-answer-generated", label: "Suppose RAG sets create_ticket flag" }),
  message("ai-agent-answer-generated", "AI Agent Answer Generated", "ms-conv-store"),
  message("open-ticket", "Open Ticket", "ms-agents"),
  service(
    "ms-agents",
    { id: "ticket-opened", label: "3. Inform a new ticket has been created" },
    { id: "agent-assigned", label: "4. Inform a new agent has been assigned" },
    { id: "get-conversation", label: "5. Request relevant conversation" },
    { id: "agent-answer-generated", label: "7. Send agent answer" },
  ),
  message("ticket-opened", "Ticket Opened", "ms-conv-store"),
  message("agent-assigned", "Agent Assigned", "ms-conv-store"),
  message("get-conversation", "Get Conversation", "ms-conv-store"),
  message("conversation-document", "Conversation Document", "ms-agents"),
  message("agent-answer-generated", "Agent Answer Generated", "ms-conv-store"),
  message("send-whatsapp-business-text-message", "Send WhatsApp Business Text Message", "ms-whatsapp"),
];

/** The same in words, for the flow's page. */
export const FLOW_TEXT = `## While the AI agent answers

1. The customer writes; \`ms-whatsapp\` tells of it with \`whatsapp-business-text-message-received\`.
2. \`ms-gateway\` looks up whose number it is. Of a known customer it tells with
   \`whatsapp-business-text-message-with-user-info-received\`; of a stranger it leaves the message as it came.
3. \`ms-conv-store\` stores the message in its conversation, or opens one. Where people have the word it asks them with
   \`generate-agent-answer\`; else it asks \`ms-rag\` with \`generate-ai-agent-answer-with-user-info\`, of a stranger with
   \`generate-ai-agent-answer\`.
4. The answer comes as \`ai-agent-answer-generated\` and leaves as \`send-whatsapp-business-text-message\`.

## From the AI agent to a person

1. An \`ai-agent-answer-generated\` with \`open_ticket\` set makes \`ms-conv-store\` send \`open-ticket\` to \`ms-agents\`.
2. \`ms-agents\` tells what becomes of the ticket (\`ticket-opened\`, \`agent-assigned\`, and so on); all of it is in the log
   of the conversation. What was said so far it gets by \`get-conversation\`, as a \`conversation-document\`.
3. What the person writes comes as \`agent-answer-generated\` and leaves like the AI agent's answer.

<NodeGraph />
`;
