import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A message that was sent, as WhatsApp names it. */
export interface Sent {
  id: string;
  to: string;
}

/** A Graph API that takes every message at once. */
export interface Graph {
  url: string;
  /** How many messages it took. */
  count(): number;
  /** Messages that came again: with a mark of the sender's that was there before. */
  repeated(): number;
  close(): Promise<void>;
}

/** @param sent is called for each message that it took */
export async function startGraph(sent: (message: Sent) => void): Promise<Graph> {
  const marks = new Set<string>();
  let [count, repeated] = [0, 0];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      const { to = "", biz_opaque_callback_data: mark } = JSON.parse(`${Buffer.concat(parts)}` || "{}");
      const id = `wamid.${randomUUID()}`;
      // Receipts and signs of typing bear no receiver.
      if (to !== "") {
        count++;
        if (marks.has(mark)) repeated++;
        marks.add(mark);
        sent({ id, to });
      }
      response.setHeader("Content-Type", "application/json");
      response.end(JSON.stringify({ messaging_product: "whatsapp", success: true, messages: [{ id }] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v25.0`,
    count: () => count,
    repeated: () => repeated,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
