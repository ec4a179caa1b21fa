import { err, ok, type Result } from "../lib/result.ts";
import { type ChannelFile, fileIn, type Unfetched } from "./channel-answer.ts";

/** Where and as whom to ask. */
export interface ChannelAccess {
  graph_url: string;
  access_token: string;
}

/** Requests that do not name their program are reported to be refused. */
const USER_AGENT = "conversation-store";

const ANSWER_TIMEOUT_MS = 20_000;
/** A whole file of 100 MB at 5 Mbit/s. */
const DOWNLOAD_TIMEOUT_MS = 180_000;
const MOST_REDIRECTS = 3;

/** Asks where a file lies (Meta, "Media"). Never throws: the outcome is a value. */
export async function findFile(
  { graph_url, access_token }: ChannelAccess,
  mediaId: string,
  attempt: number,
): Promise<Result<ChannelFile, Unfetched>> {
  // Without the number that Meta's page allows beside it: of what customers sent it is reported to be refused.
  const url = `${graph_url}/${encodeURIComponent(mediaId)}`;
  try {
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${access_token}`, "User-Agent": USER_AGENT },
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    return fileIn(response.status, await response.text(), attempt);
  } catch {
    return err({ outcome: "try_later", reason: "WhatsApp did not answer" });
  }
}

/** The answer with a file's bytes; `not_found` when its url is no longer good. Never throws: the outcome is a value. */
export async function openFile(
  { graph_url, access_token }: ChannelAccess,
  url: string,
): Promise<Result<Response, "not_found" | Unfetched>> {
  const isPlain = new URL(graph_url).protocol === "http:";
  const signal = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
  const first = new URL(url);
  let next = first;
  let token: string | null = access_token;
  try {
    for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
      const { protocol, host } = next;
      if (protocol !== "https:" && !(isPlain && protocol === "http:"))
        return err({ outcome: "try_later", reason: "WhatsApp named an address that is not safe" });
      // Once it led elsewhere, the token stays behind, wherever it leads to then.
      if (host !== first.host) token = null;
      const response = await ask(next, token, signal);
      const location = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || location === null) return answered(response);
      await response.body?.cancel();
      next = new URL(location, next);
    }
    return err({ outcome: "try_later", reason: "WhatsApp's address leads from one to the next" });
  } catch {
    return err({ outcome: "try_later", reason: "WhatsApp's file server did not answer" });
  }
}

const ask = (url: URL, token: string | null, signal: AbortSignal): Promise<Response> =>
  fetch(url.href, {
    headers: {
      "User-Agent": USER_AGENT,
      // Compressed bytes would have another length, and no digest that we know.
      "Accept-Encoding": "identity",
      ...(token !== null && { Authorization: `Bearer ${token}` }),
    },
    redirect: "manual",
    signal,
  });

async function answered(response: Response): Promise<Result<Response, "not_found" | Unfetched>> {
  const { status } = response;
  if (status === 200) return ok(response);
  await response.body?.cancel();
  if (status === 404 || status === 410) return err("not_found");
  return err({ outcome: "try_later", reason: `WhatsApp's file server answered ${status}` });
}
