import type OpenAI from "openai";
import { err, ok, type Result } from "../lib/result.ts";
import type { AssistantModel } from "../tenant/assistant.ts";
import type { Tokens } from "./answer.ts";

type Params = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming;
type Chunk = OpenAI.Chat.Completions.ChatCompletionChunk;
export type PromptMessage = Params["messages"][number];
export type ToolDefinition = NonNullable<Params["tools"]>[number];

export interface Prompt {
  messages: PromptMessage[];
  tools: ToolDefinition[];
}

export interface ToolCall {
  id: string;
  name: string;
  /** JSON as the model wrote it. */
  arguments: string;
}

/** What the model said in one request. */
export interface Said {
  text: string;
  tool_calls: ToolCall[];
  tokens: Tokens;
}

/** The request as far as it came: what was heard was paid for. */
export interface Unsaid {
  error: string;
  tokens: Tokens;
}

export interface Patience {
  /** For the first word, in milliseconds. */
  first: number;
  /** For all of it, in milliseconds. */
  whole: number;
}

/** An answer that may be sent has at most 4096 characters; who says so much more says no answer. */
const LONGEST_TEXT = 16_384;
const MOST_BYTES = 4 * 1024 * 1024;
const MOST_TOOL_CALLS = 8;
/** Where an endpoint counts no tokens: a usual length of one, in characters. */
const TOKEN_LENGTH = 4;

/** Not the whole client, which is a third of the bundle. Loaded with the first question. */
const streaming = () => import("openai/core/streaming");
const faults = () => import("openai/core/error");

/** Makes one request, and listens until the model has said all. Never throws. */
export async function askOnce(
  model: AssistantModel,
  prompt: Prompt,
  patience: Patience,
  way: typeof fetch,
): Promise<Result<Said, Unsaid>> {
  const heard = new Heard(prompt);
  const stopping = new AbortController();
  const { signal } = stopping;
  const give = (up: Error) => () => stopping.abort(up);
  const first = setTimeout(give(new GivenUp(inWords("begun to answer", patience.first))), patience.first);
  const whole = setTimeout(give(new GivenUp(inWords("given a whole answer", patience.whole))), patience.whole);
  try {
    const ask = () => way(urlOf(model), requestOf(model, prompt, signal));
    await inTime(
      listen(ask, heard, () => clearTimeout(first)),
      signal,
    );
    // A stream that was stopped ends as if it were over.
    if (signal.aborted) throw signal.reason;
    return heard.end();
  } catch (error) {
    return err({ error: await faultOf(signal.aborted ? signal.reason : error), tokens: heard.tokens() });
  } finally {
    clearTimeout(first);
    clearTimeout(whole);
    if (!signal.aborted) stopping.abort(new GivenUp("It is over."));
  }
}

const inWords = (done: string, spanMs: number) =>
  `The model had not ${done} within ${Math.round(spanMs / 100) / 10} seconds.`;

/** A fault that is ours to word. */
class GivenUp extends Error {}

/** An endpoint did not answer with a stream. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super();
    this.status = status;
  }
}

const urlOf = ({ base_url }: AssistantModel): string => `${base_url.replace(/\/$/, "")}/chat/completions`;

function requestOf(model: AssistantModel, prompt: Prompt, signal: AbortSignal): RequestInit {
  const headers = {
    Accept: "text/event-stream",
    Authorization: `Bearer ${model.api_key ?? "none"}`,
    "Content-Type": "application/json",
  };
  return { method: "POST", headers, body: JSON.stringify(paramsOf(model, prompt)), signal };
}

const paramsOf = ({ model, temperature }: AssistantModel, { messages, tools }: Prompt): Params => ({
  model,
  messages,
  stream: true,
  stream_options: { include_usage: true },
  ...(tools.length > 0 && { tools }),
  ...(temperature !== null && { temperature }),
});

/** One that logs nothing: prompts and answers hold what customers wrote. */
const SILENT = {} as OpenAI;

async function listen(ask: () => Promise<Response>, heard: Heard, began: () => void): Promise<void> {
  const [{ Stream }, response] = await Promise.all([streaming(), ask()]);
  if (!response.ok) throw new Refused(response.status);
  const stream = Stream.fromSSEResponse<Chunk>(limited(response) as never, new AbortController(), SILENT);
  for await (const chunk of stream) if (heard.take(chunk)) began();
}

/** What has been said so far. The endpoint is not trusted to send what its kind promises. */
class Heard {
  #text = "";
  #usage: Tokens | null = null;
  #finished: string | null = null;
  readonly #calls: ToolCall[] = [];
  readonly #promptLength: number;

  constructor(prompt: Prompt) {
    this.#promptLength = JSON.stringify(prompt.messages).length;
  }

  /** @returns whether anything was said */
  take(chunk: unknown): boolean {
    const { choices, usage } = (chunk ?? {}) as Partial<Chunk>;
    if (usage) this.#usage = { input: countOf(usage.prompt_tokens), output: countOf(usage.completion_tokens) };
    const choice = Array.isArray(choices) ? choices[0] : undefined;
    if (typeof choice?.finish_reason === "string") this.#finished = choice.finish_reason;
    const { content, tool_calls } = choice?.delta ?? {};
    if (typeof content === "string") this.#text += content;
    if (this.#text.length > LONGEST_TEXT) throw new GivenUp("The model went on without end.");
    if (Array.isArray(tool_calls)) for (const call of tool_calls) this.#takeCall(call);
    return Boolean(content) || Boolean(tool_calls?.length) || hasThought(choice?.delta);
  }

  #takeCall(part: NonNullable<Chunk["choices"][number]["delta"]["tool_calls"]>[number]): void {
    const index = Number.isInteger(part?.index) ? part.index : this.#calls.length;
    if (index < 0 || index >= MOST_TOOL_CALLS) throw new GivenUp("The model called too many tools at once.");
    const call = this.#calls[index] ?? { id: "", name: "", arguments: "" };
    if (typeof part.id === "string" && part.id !== "") call.id = part.id;
    if (typeof part.function?.name === "string") call.name ||= part.function.name;
    if (typeof part.function?.arguments === "string") call.arguments += part.function.arguments;
    if (call.arguments.length > LONGEST_TEXT) throw new GivenUp("The model went on without end.");
    this.#calls[index] = call;
  }

  end(): Result<Said, Unsaid> {
    const tokens = this.tokens();
    const tool_calls = this.#calls.filter((call) => call !== undefined);
    const text = withoutThoughts(this.#text).trim();
    const fault = this.#endFault(text, tool_calls);
    return fault === null ? ok({ text, tool_calls, tokens }) : err({ error: fault, tokens });
  }

  #endFault(text: string, calls: ToolCall[]): string | null {
    if (this.#finished === "length") return "The model's answer was cut off.";
    if (this.#finished === "content_filter") return "The model's endpoint withheld the answer.";
    if (text === "" && calls.length === 0) return "The model said nothing that can be understood.";
    // Every endpoint names why it ended; where none did, the connection did.
    return this.#finished === null ? "The model's answer broke off." : null;
  }

  tokens(): Tokens {
    if (this.#usage !== null) return this.#usage;
    const input = Math.ceil(this.#promptLength / TOKEN_LENGTH);
    return { input, output: Math.ceil(this.#text.length / TOKEN_LENGTH) };
  }
}

const countOf = (tokens: unknown): number => (Number.isSafeInteger(tokens) && Number(tokens) > 0 ? Number(tokens) : 0);

/** Models that think aloud before they speak: a field of its own at some endpoints. */
const hasThought = (delta: unknown): boolean => {
  const { reasoning_content, reasoning } = (delta ?? {}) as Record<string, unknown>;
  return Boolean(reasoning_content) || Boolean(reasoning);
};

/** At others thoughts stand in the text. */
const withoutThoughts = (text: string): string => text.replace(/^\s*<think>[\s\S]*?(<\/think>|$)/, "");

/** An endpoint's own words are not told on: some repeat the key. */
async function faultOf(error: unknown): Promise<string> {
  if (error instanceof GivenUp) return error.message;
  if (error instanceof Refused) return statusFault(error.status);
  if (error instanceof SyntaxError) return "The model's endpoint sent what cannot be understood.";
  if (error instanceof (await faults()).APIError) return "The model's endpoint broke off with an error.";
  return `The model's endpoint could not be reached.${causeOf(error)}`;
}

/** Only what our own way out says. */
function causeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  return message.startsWith("The URL may not be called.") ? ` ${message}` : "";
}

function statusFault(status: number): string {
  if (status === 401 || status === 403) return `The model's endpoint refused the key (${status}).`;
  if (status === 404) return "The model's endpoint knows no such model or path (404).";
  if (status === 429) return "The model's endpoint takes no more requests now (429).";
  return `The model's endpoint answered ${status}.`;
}

/** A stream without end is not read to its end. */
function limited(response: Response): Response {
  if (response.body === null) return response;
  let left = MOST_BYTES;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(bytes, controller) {
      left -= bytes.byteLength;
      if (left < 0) controller.error(new GivenUp("The model went on without end."));
      else controller.enqueue(bytes);
    },
  });
  const { status, headers } = response;
  return new Response(response.body.pipeThrough(counting as never), { status, headers });
}

/** What comes of it, unless the time is over first: not every stream heeds the signal. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
