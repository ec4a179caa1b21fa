import type { Format, Incoming, QueueObject } from "./queue.ts";

export { QueueObject } from "./queue.ts";

interface Env {
  QUEUES: { get(queue: string): DurableObjectStub<QueueObject> };
}

interface Producer {
  queue: string;
  delivery_delay?: number;
}

interface BatchItem {
  body: string;
  contentType?: Format;
  delaySecs?: number;
}

// The platform's limits: what is too large there is too large here.
const MAX_MESSAGE_BYTES = 128_000;
const MAX_BATCH_BYTES = 256_000;
const MAX_BATCH_COUNT = 100;

/** The service behind the Worker's queue bindings, which speak HTTP to it: POST /message, POST /batch, GET /metrics. */
export default {
  async fetch(request, env, { props: producer }) {
    const queue = env.QUEUES.get(producer.queue);
    const { pathname } = new URL(request.url);
    if (pathname === "/metrics") return Response.json(await queue.metrics());
    if (pathname !== "/message" && pathname !== "/batch") return new Response("Not found", { status: 404 });
    const messages = pathname === "/message" ? [await single(request)] : await batch(request);
    if (tooLarge(messages)) return new Response("Too large", { status: 413 });
    const delay = numberIn(request.headers, "X-Msg-Delay-Secs") ?? producer.delivery_delay ?? 0;
    const metrics = await queue.accept(messages.map((message) => ({ ...message, delay: message.delay ?? delay })));
    return Response.json({ metadata: { metrics } });
  },
} satisfies ExportedHandler<Env, unknown, unknown, Producer>;

async function single(request: Request): Promise<Incoming> {
  return { format: formatOf(request.headers.get("X-Msg-Fmt")), body: await request.bytes() };
}

async function batch(request: Request): Promise<Incoming[]> {
  const { messages } = await request.json<{ messages: BatchItem[] }>();
  return messages.map(({ body, contentType, delaySecs }) => ({
    format: contentType ?? "v8",
    body: Uint8Array.fromBase64(body),
    ...(delaySecs === undefined ? {} : { delay: delaySecs }),
  }));
}

const formatOf = (header: string | null): Format =>
  header === "text" || header === "json" || header === "bytes" ? header : "v8";

function numberIn(headers: Headers, name: string): number | undefined {
  const value = headers.get(name);
  return value === null ? undefined : Number(value);
}

const tooLarge = (messages: Incoming[]): boolean =>
  messages.length > MAX_BATCH_COUNT ||
  messages.some(({ body }) => body.byteLength > MAX_MESSAGE_BYTES) ||
  messages.reduce((bytes, { body }) => bytes + body.byteLength, 0) > MAX_BATCH_BYTES;
