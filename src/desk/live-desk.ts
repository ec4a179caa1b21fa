import type { ConversationView } from "../domain/conversation.ts";
import type { OneAlarm } from "../lib/one-alarm.ts";
import { type Desk, Live } from "../realtime/live.ts";
import type { DeskRepository } from "./repository.ts";

/** The sockets of a desk: they read its list, in the order in which its rows changed, and keep who is there. */
export const liveAt = (
  context: DurableObjectState,
  env: Cloudflare.Env,
  repository: DeskRepository,
  alarm: OneAlarm,
  people: Pick<Desk, "roster" | "setPresence" | "presenceChanged">,
): Live =>
  new Live(context, env, {
    ...people,
    presence: repository.presence,
    commit: (work) => repository.transaction(work),
    noteRead: (agentId, id, seq) => repository.transaction(() => repository.list.noteRead(agentId, id, seq)),
    arm: (time) => alarm.arm(time),
    list: {
      rowsSince: (after, limit) =>
        repository.list
          .rowsSince(after, limit)
          .map(({ desk_seq, body }) => ({ desk_seq, conversation: JSON.parse(body) as ConversationView })),
      get head() {
        return repository.list.seq;
      },
      find: (id) => repository.tickets.conversation(id),
    },
  });
