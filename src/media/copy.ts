import { err, ok, type Result } from "../lib/result.ts";

/**
 * Writes a stream on, chunk by chunk, and closes it when it was as long as was said and, where a digest was named, what
 * it was said to be; otherwise whoever reads it sees it fail.
 * @returns its SHA-256, lower-case hex
 */
export async function copy(
  source: ReadableStream<Uint8Array>,
  sink: WritableStream<Uint8Array>,
  size: number,
  sha256: string | null,
): Promise<Result<string, "wrong_length" | "wrong_digest" | "broken_off">> {
  const digest = new crypto.DigestStream("SHA-256");
  const [hashed, written] = [digest.getWriter(), sink.getWriter()];
  const refuse = async <F>(fault: F): Promise<{ ok: false; error: F }> => {
    // Nobody asks for the digest any more.
    digest.digest.catch(() => undefined);
    await Promise.allSettled([hashed.abort(fault), written.abort(fault)]);
    return err(fault);
  };
  const reader = source.getReader();
  let count = 0;
  for (;;) {
    const chunk = await reader.read().catch(() => null);
    if (chunk === null) return refuse("broken_off");
    if (chunk.done) break;
    count += chunk.value.byteLength;
    if (count > size) {
      await reader.cancel().catch(() => undefined);
      return refuse("wrong_length");
    }
    await hashed.write(chunk.value);
    try {
      await written.write(chunk.value);
    } catch (error) {
      await Promise.allSettled([reader.cancel(), refuse("broken_off")]);
      throw error;
    }
  }
  if (count < size) return refuse("wrong_length");
  await hashed.close();
  const found = hex(await digest.digest);
  if (sha256 !== null && found !== sha256) return refuse("wrong_digest");
  await written.close();
  return ok(found);
}

/** The SHA-256 of a stream, lower-case hex; null of none. */
export async function digestOf(stream: ReadableStream<Uint8Array> | null): Promise<string | null> {
  if (stream === null) return null;
  const digest = new crypto.DigestStream("SHA-256");
  await stream.pipeTo(digest);
  return hex(await digest.digest);
}

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
