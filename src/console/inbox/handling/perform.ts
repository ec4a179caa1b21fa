import type { QueryClient } from "@tanstack/react-query";
import { call } from "../../api/client.ts";
import type { Conversation } from "../../api/types.ts";
import { keyOf } from "../../api/use-call.ts";
import type { Step } from "./way-back.ts";

/** Makes one call about a conversation. */
const take = (conversationId: string, step: Step): Promise<Conversation> =>
  (call as (id: Step["id"], given: object) => Promise<Conversation>)(step.id, {
    params: { id: conversationId },
    ...("body" in step ? { body: step.body } : {}),
  });

const cacheKey = (id: string) => keyOf("getConversation", { params: { id } });

/** Keeps a conversation as it was answered, unless the socket has told of a later one meanwhile. */
export const keep = (client: QueryClient, answer: Conversation): void =>
  void client.setQueryData<Conversation>(cacheKey(answer.id), (before) =>
    before && before.last_seq > answer.last_seq ? before : answer,
  );

/**
 * Changes a conversation by calls, one after the other; shows at once what will become of it, and takes that back where it does not.
 * @param given the conversation as whoever wishes it knows it: what is known here may be newer
 */
export async function perform(
  client: QueryClient,
  given: Conversation,
  steps: readonly Step[],
  expected: Partial<Conversation> = {},
): Promise<Conversation> {
  const { id } = given;
  const known = client.getQueryData<Conversation>(cacheKey(id));
  let answer = known && known.last_seq > given.last_seq ? known : given;
  client.setQueryData<Conversation>(cacheKey(id), { ...answer, ...expected });
  try {
    for (const step of steps) answer = await take(id, step);
  } catch (error) {
    keep(client, answer);
    throw error;
  }
  keep(client, answer);
  return answer;
}
