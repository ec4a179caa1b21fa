import type { Means, Usage } from "../../src/assistant/answer.ts";
import type { Question } from "../../src/assistant/question.ts";
import { DEFAULT_ASSISTANT } from "../../src/assistant/settings.ts";
import { contentOf } from "../../src/channels/whatsapp/content.ts";
import type { Message } from "../../src/domain/message.ts";
import type { Found, Search } from "../../src/knowledge/passage-index.ts";
import type { AssistantModel, AssistantSettings } from "../../src/tenant/assistant.ts";

/** A passage as the index finds it. */
export const passage = (text: string, more: Partial<Found> = {}): Found => ({
  ...{ article_id: "delivery", passage: 0, heading: null, text, score: 10 },
  ...more,
});

export const DELIVERY = passage("We deliver in two days. Orders over 50 euros are free of charge.");

export const model = (more: Partial<AssistantModel>): AssistantModel => ({
  ...{ base_url: "http://127.0.0.1:1/v1", api_key: "stand-in-key-123", model: "stand-in", timeout: 5 },
  ...{ temperature: null, price_input: 1_000, price_output: 2_000 },
  ...more,
});

/** Means with a fixed search, and what was noted of their use. */
export function meansWith(
  search: Partial<Search>,
  settings: Partial<AssistantSettings> = {},
  more: Partial<Means> = {},
): Means & { used: Usage } {
  const used: Usage = { requests: 0, tokens: 0, cost: 0 };
  return {
    used,
    search: () => ({ language: "en", found: [DELIVERY], confidence: 0.9, ...search }),
    title: (id) => (id === "delivery" ? { title: "Delivery", source_url: "https://shop.example/delivery" } : null),
    settings: { ...DEFAULT_ASSISTANT, ...settings },
    usage: {
      today: () => used,
      note({ input, output }, cost) {
        used.requests += 1;
        used.tokens += input + output;
        used.cost += cost ?? 0;
      },
    },
    fetch,
    now: () => Date.now(),
    shop: "Casa Lumen",
    ...more,
  };
}

export const NOBODY: Question["contact"] = { name: null, phone: null, customer_id: null, customer_details: null };

/** What was said, oldest first: `customer: …` or `us: …`. */
export const said = (...lines: string[]): Message[] =>
  lines.map((line, index) => {
    const [by = "", content = ""] = line.split(/: ([\s\S]*)/);
    const direction = by === "customer" ? "in" : "out";
    const sender_type = by === "us" ? "llm" : by;
    const rest = { message_type: "text", payload: {}, passive: false, deleted_at: null };
    return { direction, sender_type, content, ...rest, seq: index + 1 };
  }) as unknown as Message[];

/** The same of a customer's message of another type, with what stands for it. */
export const sent = (message_type: string, payload: Record<string, unknown> = {}): Message =>
  ({ ...said(`customer: ${contentOf(message_type, payload)}`)[0], message_type, payload }) as Message;
