import type { ConversationView } from "../../../src/domain/conversation.ts";
import { isSilent } from "../../../src/domain/erasing.ts";
import { type Event, isMessageEvent } from "../../../src/domain/events.ts";
import { conversationId } from "../../../src/domain/ids.ts";
import { EMPTY_THREAD, type Thread } from "../../../src/domain/thread.ts";
import type { Check, State } from "./check.ts";
import { TRACES } from "./persons.ts";
import type { Plant } from "./plant.ts";
import type { Erased, Said, Says } from "./says.ts";

/** What a thread was before the first event that is left of its log: after an erasure, no more than its place. */
export function isOfBefore({ erased, identity, since, joined, forwarded_to }: Thread, log: Event[]): Thread {
  if (erased === null) return EMPTY_THREAD;
  const later = new Set(log.map((event) => (event.type === "thread.joined" ? event.from : "")));
  const before = {
    joined: joined.filter(({ thread_key }) => !later.has(thread_key)),
    forwarded_to: log.some(({ type }) => type === "thread.forwarded") ? null : forwarded_to,
  };
  return { ...EMPTY_THREAD, ...before, identity, since, seq: erased.seq - 1 };
}

/** The list has nothing of what was erased. */
export function checkErased({ erased, identity }: Thread, listed: Map<string, ConversationView>, check: Check): void {
  for (let number = 1; number <= (erased?.last_number ?? 0); number++) {
    const id = conversationId(identity?.thread_key ?? "", number);
    check(!listed.has(id), `${id} was erased and is listed`);
  }
}

/** What was acknowledged is kept once; of what is kept no more nothing is left anywhere. */
export function checkSays(states: State[], plant: Plant, says: Says, check: Check): void {
  const logs = states.map(({ log }) => JSON.stringify(log)).join("\n");
  const { purges } = plant.world;
  const isForgotten = says.erased.length > 0 || purges;
  // Which message was the last is known of whoever was not erased.
  const textOf = (texts: string[]) => (purges ? texts.join().replaceAll(/wamid[.\w]+/g, "") : texts.join());
  const hosts = isForgotten ? plant.hosts : [];
  const disks = hosts.map(({ name, disk }) => ({ name, text: textOf(disk.texts()) }));
  const kept = [...plant.bucket.files].filter(([name]) => !plant.mayWait(name));
  const files = kept.map(([key, { bytes }]) => key + new TextDecoder().decode(bytes)).join();
  const isNowhere = (trace: string, of: string) => {
    for (const { name, text } of disks) check(!text.includes(trace), `${trace} of ${of} is still in ${name}`);
    check(!files.includes(trace), `${trace} of ${of} is still among the files`);
  };
  for (const said of says.said) {
    const { token } = said;
    checkKept(said, purges || says.mayBeGone(said), states, check);
    if (isForgotten && !logs.includes(token)) isNowhere(token, "what is in no log");
  }
  for (const wish of says.erased) {
    const thread = states.find(({ key }) => key === wish.thread_key)?.thread;
    const at = thread?.erased?.at ?? "";
    // Clocks that were set back tell of a later erasure as of an earlier one.
    const isLater = ({ thread_key, done, ...other }: Erased) =>
      thread_key === wish.thread_key && done >= wish.done && other.at === at;
    const isKept = wish.at === null || at >= wish.at || says.erased.some(isLater);
    check(isKept, `${wish.thread_key} was said to be erased, and does not say so`);
    check(Number.isFinite(wish.done), `${wish.thread_key} was never erased`);
  }
  checkNobodyKnown(states, isNowhere);
}

function checkKept({ acknowledged, token }: Said, mayBeGone: boolean, states: State[], check: Check): void {
  if (acknowledged === null) return;
  const { at, id, wamid } = acknowledged;
  const isIt = (event: Event) =>
    isMessageEvent(event) && (wamid === null ? event.message.id === id : event.message.whatsapp_message_id === wamid);
  const kept = states.flatMap(({ log, renewedAt }) => log.filter(isIt).map(() => ({ isBack: at < (renewedAt ?? 0) })));
  const isRight = kept.length === 1 || (kept.length === 0 && mayBeGone);
  check(isRight, `${token} was acknowledged and is stored ${kept.length} times`);
  check(!kept.some(({ isBack }) => isBack), `${token} was erased and came back`);
}

/** Where every thread was erased, and nobody has come since, nobody's name is known. */
function checkNobodyKnown(states: State[], isNowhere: (trace: string, of: string) => void): void {
  const existing = states.filter(({ thread }) => thread.since !== null);
  if (existing.length === 0 || !existing.every(({ thread }) => isSilent(thread))) return;
  for (const trace of TRACES) isNowhere(trace, "somebody who was erased");
}
