import type { ToolCall, ToolDefinition } from "./model-stream.ts";
import { recordOf } from "./prompt.ts";
import type { Question } from "./question.ts";

/** In characters. */
const LONGEST_REASON = 200;

const tool = (name: string, description: string, properties: object, required: string[]): ToolDefinition => ({
  type: "function",
  function: { name, description, parameters: { type: "object", properties, required, additionalProperties: false } },
});

/** What the model may do. None of it names anybody: each concerns the one customer of this conversation. */
export const TOOLS: ToolDefinition[] = [
  tool(
    "hand_off",
    "A person of the team goes on with this conversation.",
    { reason: { type: "string", description: "Why, for the person who takes over, in one sentence" } },
    ["reason"],
  ),
  tool("close_conversation", "This conversation is over: the customer said that all is done.", {}, []),
  tool("look_up_customer", "What the shop knows of the customer of this conversation.", {}, []),
];

/** What the model's calls ask for, together. */
export interface Wishes {
  handoff_reason: string | null;
  closes: boolean;
  /** What each call is answered, where the model must hear of it before it can go on. */
  results: { id: string; content: string }[];
}

/** What calls of the model do. Arguments that are not asked for are passed over. */
export function wishesOf(calls: ToolCall[], question: Question): Wishes {
  const handOff = calls.find(({ name }) => name === "hand_off");
  const closes = calls.some(({ name }) => name === "close_conversation") && handOff === undefined;
  const results = calls.map((call) => ({ id: call.id, content: resultOf(call, question) }));
  return { handoff_reason: handOff ? reasonOf(handOff) : null, closes, results };
}

function resultOf({ name }: ToolCall, question: Question): string {
  if (name === "look_up_customer") return recordOf(question);
  return name === "hand_off" || name === "close_conversation" ? "Done." : "There is no such tool.";
}

function reasonOf({ arguments: json }: ToolCall): string {
  const reason = (() => {
    try {
      return (JSON.parse(json) as { reason?: unknown } | null)?.reason;
    } catch {
      return null;
    }
  })();
  const plain = typeof reason === "string" ? reason.replace(/[\p{Cc}\p{Cf}]+/gu, " ").trim() : "";
  return plain === "" ? "The AI agent asks for a person" : plain.slice(0, LONGEST_REASON);
}
