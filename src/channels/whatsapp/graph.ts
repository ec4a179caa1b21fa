/** Where the Graph API is, and as whom to call it. */
export interface GraphAccess {
  /** Its base, version included. */
  graph_url: string;
  access_token: string;
}

export interface GraphAnswer {
  status: number;
  text: string;
}

/** A call of the Graph API. Null when no answer came in time; then it may have been done or not. Never throws. */
export async function callGraph(
  { graph_url, access_token }: GraphAccess,
  path: string,
  { body, timeout_ms }: { body?: object; timeout_ms: number },
  fetcher: typeof fetch = fetch,
): Promise<GraphAnswer | null> {
  const headers = { Authorization: `Bearer ${access_token}`, ...(body && { "Content-Type": "application/json" }) };
  const signal = AbortSignal.timeout(timeout_ms);
  const posted = body && { method: "POST", body: JSON.stringify(body) };
  try {
    // A redirection would take the token elsewhere.
    const response = await fetcher(`${graph_url}/${path}`, { ...posted, headers, signal, redirect: "manual" });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}
