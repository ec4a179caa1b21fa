/** One of the programs that run a business's conversations together. */
interface Service {
  name: string;
  /** What a tenant calls the part that it plays. */
  role: "store" | "channel" | "customers" | "ai" | "agents" | "flows";
  summary: string;
}

/** The service that this program is. */
export const STORE = "ms-conv-store";

/** This store and the services around it, by the ids that the catalogue names them with. */
export const SERVICES: { [id: string]: Service } = {
  [STORE]: {
    name: "Conversation Store",
    role: "store",
    summary:
      "Stores all conversations, in order and exactly once, and keeps the notion of a channel from everybody else.",
  },
  "ms-whatsapp": {
    name: "WhatsApp",
    role: "channel",
    summary: "Takes messages from the WhatsApp Business API and gives messages to it.",
  },
  "ms-gateway": {
    name: "Gateway",
    role: "customers",
    summary: "Knows the business's customers: says which of them an address belongs to.",
  },
  "ms-rag": {
    name: "AI agent",
    role: "ai",
    summary: "Answers customers from the business's own knowledge, and asks for a person where that is not enough.",
  },
  "ms-agents": {
    name: "Agents and tickets",
    role: "agents",
    summary: "The people who answer: opens tickets, assigns them, and sends what the people write.",
  },
  "ms-flows": {
    name: "Flows",
    role: "flows",
    summary: "Runs scripted conversations, and says at their end whether a person is needed.",
  },
};
