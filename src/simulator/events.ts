import { Hono } from "hono";
import type { Feed } from "./feed.ts";

const HEARTBEAT_MS = 15_000;

/** A reader that leaves this much unread is let go; it comes back with its last id. */
const MOST_UNREAD = 4_000;

/** The feed as Server-Sent Events. `signal` ends them all when the simulator stops. */
export function events(feed: Feed, signal: AbortSignal): Hono {
  const app = new Hono();

  app.get("/events", (c) => {
    const cursor = c.req.header("last-event-id") ?? c.req.query("last_event_id");
    const headers = { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store" };
    return new Response(eventStream(feed, cursor, signal), { headers });
  });

  return app;
}

function eventStream(feed: Feed, cursor: string | undefined, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let end = () => {};
  const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const write = (text: string) => controller.enqueue(encoder.encode(text));
    write("retry: 1000\n\n");
    const finish = () => {
      end();
      controller.close();
    };
    const heartbeat = setInterval(() => write(": still here\n\n"), HEARTBEAT_MS);
    const unsubscribe = feed.subscribe(cursor, ({ id, name, data }) => {
      write(`id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
      if ((controller.desiredSize ?? 0) < -MOST_UNREAD) finish();
    });
    end = () => {
      unsubscribe();
      clearInterval(heartbeat);
      signal.removeEventListener("abort", finish);
    };
    signal.addEventListener("abort", finish, { once: true });
  };
  return new ReadableStream({ start, cancel: () => end() });
}
