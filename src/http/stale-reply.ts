import type { AppContext, Principal } from "./context.ts";
import { reach } from "./reach.ts";

/** So much of what is new is told at once. */
const MOST = 50;

/**
 * A reply to what is not the last any more is refused together with what was said since, so that whoever wrote it can
 * read that at once; any other answer stays as it is.
 * @param seen the last seq that its sender had seen
 */
export async function withNews(
  c: AppContext,
  principal: Principal,
  id: string,
  seen: number,
  answer: Response,
): Promise<Response> {
  if (answer.status !== 409) return answer;
  const problem = (await answer.clone().json()) as { code: string };
  const reached = problem.code === "stale_reply" ? await reach(c, principal, id) : null;
  if (reached === null) return answer;
  const said = await reached.thread.messages(reached.number, { after_seq: seen, limit: MOST });
  const body = { ...problem, messages: JSON.parse(said ?? "[]") as object[] };
  return new Response(JSON.stringify(body), answer);
}
