import { type Context, Hono } from "hono";
import { stream } from "hono/streaming";
import * as z from "zod";
import { isoTime } from "../clock.ts";
import type { Simulator } from "../simulator.ts";
import type { ModelCall, ModelFaultName } from "./model.ts";

/** The text of a message, whichever of its forms it has. */
const Content = z
  .union([z.string(), z.array(z.looseObject({ text: z.string().optional() })), z.null()])
  .optional()
  .transform((content) => (Array.isArray(content) ? content.map(({ text = "" }) => text).join("") : (content ?? "")));

const Completion = z.looseObject({
  model: z.string().min(1),
  messages: z.array(z.looseObject({ role: z.string(), content: Content })).min(1),
  tools: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).default([]),
  stream: z.boolean().default(false),
});

/** What models are counted by, about. */
const tokensOf = (text: string): number => Math.ceil(text.length / 4);

const REFUSALS: { [status: string]: string } = {
  "401": "Incorrect API key provided.",
  "404": "The model does not exist.",
  "429": "Rate limit reached.",
  "500": "The server had an error.",
  "503": "The engine is currently overloaded.",
};

/** An endpoint as OpenAI and those that are compatible with it have: `POST /model/v1/chat/completions`. */
export function modelEndpoint({ model, clock }: Simulator, stopped: AbortSignal): Hono {
  const app = new Hono();

  app.get("/v1/models", (c) => c.json({ object: "list", data: [{ id: "stand-in", object: "model", owned_by: "us" }] }));

  app.post("/v1/chat/completions", async (c) => {
    const { api_key, thinks_ms } = model.settings;
    if (api_key !== null && c.req.header("authorization") !== `Bearer ${api_key}`) return refusal(c, "401");
    const parsed = Completion.safeParse(await c.req.json().catch(() => null));
    if (!parsed.success) return c.json({ error: { message: z.prettifyError(parsed.error) } }, 400);
    const { messages, tools } = parsed.data;
    const names = tools.map((tool) => tool.function.name);
    const said = messages.map(({ role, content }) => ({ role, content }));
    model.note({ at: isoTime(clock.now()), model: parsed.data.model, messages: said, tools: names });
    const fault = model.fault();
    if (fault !== null && fault in REFUSALS) return refusal(c, fault);
    if (fault === "html") return c.html("<!doctype html><title>Welcome</title><p>This is a router.");
    const reply = model.reply({ messages: said, tools: names });
    const usage = usageOf(said.map(({ content }) => content).join(""), reply.text);
    if (!parsed.data.stream) return c.json(completionOf(parsed.data.model, reply, usage));
    c.header("Content-Type", "text/event-stream; charset=utf-8");
    return stream(c, async (out) => {
      const gone = AbortSignal.any([stopped, c.req.raw.signal]);
      const pause = (span: number) => waiting(span, gone, clock);
      if (thinks_ms > 0) await pause(thinks_ms);
      if (fault === "hangs") await pause(HOUR);
      for await (const line of linesOf(parsed.data.model, reply, usage, fault, pause)) {
        if (gone.aborted) return;
        await out.write(line);
      }
    });
  });

  return app;
}

const HOUR = 60 * 60 * 1_000;

/** A span, unless whoever waits has gone. */
function waiting(span: number, gone: AbortSignal, clock: Simulator["clock"]): Promise<void> {
  return new Promise((resolve) => {
    const callOff = clock.after(span, resolve);
    const leave = () => {
      callOff();
      resolve();
    };
    if (gone.aborted) leave();
    else gone.addEventListener("abort", leave, { once: true });
  });
}

const refusal = (c: Context, status: string) =>
  c.json({ error: { message: REFUSALS[status], type: "error", code: status } }, Number(status) as 400);

const usageOf = (prompt: string, reply: string) => {
  const [prompt_tokens, completion_tokens] = [tokensOf(prompt), tokensOf(reply)];
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
};

interface Reply {
  text: string;
  calls: ModelCall[];
}

const toolCalls = (calls: ModelCall[]) =>
  calls.map((call, index) => ({ index, id: `call_${index + 1}`, type: "function", function: call }));

const finishOf = ({ calls }: Reply) => (calls.length > 0 ? "tool_calls" : "stop");

const completionOf = (model: string, reply: Reply, usage: object) => ({
  ...{ id: "chatcmpl-1", object: "chat.completion", created: 0, model, usage },
  choices: [
    {
      index: 0,
      finish_reason: finishOf(reply),
      message: { role: "assistant", content: reply.text, tool_calls: toolCalls(reply.calls) },
    },
  ],
});

/** The answer as it is streamed: a word a chunk, then why it ends, what it took, and the end. */
async function* linesOf(
  model: string,
  reply: Reply,
  usage: object,
  fault: ModelFaultName | null,
  pause: (span: number) => Promise<void>,
): AsyncGenerator<string> {
  const head = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 0, model };
  const chunk = (delta: object, finish_reason: string | null = null) =>
    line({ ...head, choices: [{ index: 0, delta, finish_reason }] });
  if (fault === "garbage") yield "data: {{{ not json\n\ndata: \u0000\ufffd\n\n";
  if (fault === "strange") yield line({ choices: "none", surprise: [1, { two: null }] }) + line([null, 7]);
  if (fault !== "garbage" && fault !== "strange" && fault !== "empty") {
    const words = reply.text.match(/\S+\s*/g) ?? [];
    if (reply.calls.length > 0) yield chunk({ role: "assistant", tool_calls: toolCalls(reply.calls) });
    for (const [index, word] of words.entries()) {
      yield chunk(index === 0 ? { role: "assistant", content: word } : { content: word });
      if (index > 0) continue;
      if (fault === "breaks_off") return;
      if (fault === "stalls") await pause(HOUR);
    }
    while (fault === "endless") yield chunk({ content: `${reply.text} ` });
    yield chunk({}, finishOf(reply));
  }
  yield line({ ...head, choices: [], usage });
  yield "data: [DONE]\n\n";
}

const line = (content: unknown): string => `data: ${JSON.stringify(content)}\n\n`;
