import { joined } from "./bytes.ts";

/** Reads a body up to a limit; null when there is more, of which nothing is kept and the rest is still to be read. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array | null> {
  const length = request.headers.get("content-length");
  if (Number(length ?? 0) > limit) return null;
  // Whoever says how long it is sends no more than that: it is read in one go.
  if (length !== null) {
    const whole = await request.bytes();
    return whole.byteLength > limit ? null : whole;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body?.values({ preventCancel: true }) ?? []) {
    size += chunk.byteLength;
    if (size > limit) return null;
    chunks.push(chunk);
  }
  return joined(chunks);
}

/** Twice the largest file. In bytes. */
const PATIENCE = 200 * 1024 * 1024;

/** Lets a sender come to the end: whose body nobody reads has a broken connection for an answer. Nothing is kept. */
export async function passOver(body: ReadableStream<Uint8Array> | null): Promise<void> {
  if (body === null || body.locked) return;
  let passed = 0;
  try {
    for await (const { byteLength } of body) {
      passed += byteLength;
      if (passed > PATIENCE) return;
    }
  } catch {
    // Who left needs no answer.
  }
}
