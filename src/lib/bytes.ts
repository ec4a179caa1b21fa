const encoder = new TextEncoder();

/** Parts one behind the other; a text as UTF-8. */
export function joined(parts: readonly (Uint8Array | ArrayBuffer | string)[]): Uint8Array<ArrayBuffer> {
  const chunks = parts.map((part) =>
    typeof part === "string" ? encoder.encode(part) : part instanceof ArrayBuffer ? new Uint8Array(part) : part,
  );
  const whole = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
