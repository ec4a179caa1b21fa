/** One call of an API of ours, with the answer's JSON; anything but success is an error in words. `once`: its Idempotency-Key. */
export async function call<Answer>(
  method: string,
  url: string,
  body: unknown,
  token?: string,
  once?: string,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(once ? { "idempotency-key": once } : {}),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(10_000),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status} ${text.slice(0, 500)}`);
  return text === "" ? (undefined as Answer) : JSON.parse(text);
}
