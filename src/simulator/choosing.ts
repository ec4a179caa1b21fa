import type { Fields, Message, Template } from "./model.ts";
import { quickReply } from "./template-text.ts";

/** What a customer's choice becomes: the type of the answer, and its content. */
export interface Choice {
  type: "interactive" | "button";
  content: Fields;
}

// biome-ignore lint/suspicious/noExplicitAny: what is missing or of another type reads as absent
type Loose = Record<string, any>;

const asList = (value: unknown): Loose[] => (Array.isArray(value) ? value : []);

/** The answer that one of a message's buttons or rows gives; null when the message offers no such choice. */
export function choiceOf(message: Message, id: string, templates: Template[]): Choice | null {
  const { interactive, template } = (message.content ?? {}) as Loose;
  if (template) return templateChoice(template, id, templates);
  if (interactive?.type === "call_permission_request") return permission(message, id);
  return buttonChoice(interactive?.action, id) ?? rowChoice(interactive?.action, id);
}

function templateChoice(sent: Loose, id: string, templates: Template[]): Choice | null {
  const template = templates.find(({ name, language }) => name === sent.name && language === sent.language?.code);
  const reply = template && quickReply(template, sent, Number(id));
  return reply ? { type: "button", content: { button: reply } } : null;
}

function buttonChoice(action: Loose | undefined, id: string): Choice | null {
  const cards = asList(action?.cards).flatMap((card) => asList(card?.action?.buttons));
  const buttons = [...asList(action?.buttons), ...cards].map((button) => button?.reply ?? button?.quick_reply);
  const button = buttons.find((one) => one?.id === id);
  if (!button) return null;
  return interactiveAnswer("button_reply", { id, title: button.title });
}

function rowChoice(action: Loose | undefined, id: string): Choice | null {
  const row = asList(action?.sections)
    .flatMap((section) => asList(section?.rows))
    .find((one) => one?.id === id);
  if (!row) return null;
  return interactiveAnswer("list_reply", {
    id,
    title: row.title,
    ...(row.description && { description: row.description }),
  });
}

const WEEK_SECONDS = 7 * 24 * 60 * 60;

/** A customer lets the business call for a week, or not (Meta, "User call permissions"). */
function permission({ timestamp }: Message, id: string): Choice | null {
  if (id !== "accept" && id !== "reject") return null;
  const expiration_timestamp = Math.floor(Date.parse(timestamp) / 1000) + WEEK_SECONDS;
  return interactiveAnswer("call_permission_reply", {
    response: id,
    ...(id === "accept" && { is_permanent: false, expiration_timestamp }),
    response_source: "user_action",
  });
}

const interactiveAnswer = (type: string, answer: Fields): Choice => ({
  type: "interactive",
  content: { interactive: { type, [type]: answer } },
});

/** A form that was filled in, as its message asked for it. */
export function flowAnswer(message: Message, response: Fields): Choice {
  const { interactive, template } = (message.content ?? {}) as Loose;
  const isAddress = interactive?.type === "address_message";
  const flow_token = interactive?.action?.parameters?.flow_token ?? tokenIn(template);
  const response_json = JSON.stringify({ ...(flow_token !== undefined && { flow_token }), ...response });
  const name = isAddress ? "address_message" : "flow";
  return interactiveAnswer("nfm_reply", { name, body: isAddress ? addressWords(response) : "Sent", response_json });
}

const tokenIn = (template: Loose | undefined): unknown =>
  asList(template?.components)
    .flatMap(({ parameters }) => asList(parameters))
    .find((parameter) => parameter?.action?.flow_token)?.action.flow_token;

const addressWords = ({ values }: Fields): string =>
  Object.values((values ?? {}) as Fields)
    .filter((value) => typeof value === "string")
    .join("\n");
