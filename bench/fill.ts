import { load } from "./load.ts";
import { diskBytes, handles, memoryMib, settled } from "./processes.ts";
import { PEOPLE, type Prepared } from "./rows.ts";
import type { Target } from "./target.ts";

/** What a target holds, and what that takes. */
export interface Filled {
  conversations: number;
  messages: number;
  /** Whether that is all that was wished: else its sizes are not to be compared. */
  isWhole: boolean;
  /** What its processes' memory grew by, all conversations in use. */
  memory_mib: number;
  disk_bytes: number;
  /** Open file handles, all conversations in use. */
  handles: number;
  /** Calls that failed while it was filled. */
  failed: number;
}

interface Wish {
  conversations: number;
  /** Of each conversation. */
  messages: number;
  milliseconds: number;
}

const CLIENTS = 8;
const SPREAD = 100;
/** More than the longest page that is read. */
const HOT_MESSAGES = 60;
const GREETING_MS = 30_000;
const TOUCH_MS = 30_000;

/** Opens conversations and gives each its messages, for so long at most: `Filled` says how far it came. */
export async function fill(target: Target, wish: Wish): Promise<{ prepared: Prepared; filled: Filled }> {
  const end = performance.now() + wish.milliseconds;
  await settled(target.pids());
  const [memory, disk] = [memoryMib(target.pids()), diskBytes(target.directory)];
  const ids = await opened(target, wish.conversations, performance.now() + wish.milliseconds / 2);
  let turn = 0;
  const count = ids.length * wish.messages;
  const milliseconds = Math.max(0, end - performance.now());
  // One conversation after the other: the runtime sets aside what rests.
  const { failed } = await load(target.url, { clients: CLIENTS, milliseconds, count }, () =>
    target.append(ids[Math.floor(turn++ / wish.messages)] ?? ""),
  );
  await settled(target.pids());
  const disk_bytes = diskBytes(target.directory) - disk;
  const touched = await touch(target, ids);
  const filled = {
    conversations: ids.length,
    messages: turn,
    isWhole: turn >= wish.conversations * wish.messages,
    memory_mib: memoryMib(target.pids()) - memory,
    disk_bytes,
    handles: handles(target.pids()),
    failed: failed + touched,
  };
  const [hot = "", ...others] = ids;
  const once = { clients: CLIENTS, milliseconds: wish.milliseconds, count: HOT_MESSAGES };
  await load(target.url, once, () => target.append(hot));
  await greet(target);
  return { prepared: { spread: others.slice(0, SPREAD), hot }, filled };
}

/** Reads of each conversation, so that all are in use at once: the runtime sets aside what rests. @returns failures */
async function touch({ calls, url }: Target, ids: string[]): Promise<number> {
  if (calls === null) return 0;
  let turn = 0;
  const all = { clients: CLIENTS, milliseconds: TOUCH_MS, count: ids.length };
  const { failed } = await load(url, all, () => calls.recent(ids[turn++ % ids.length] ?? "", 4));
  return failed;
}

/** The first message of everybody whom webhooks are about: a conversation's first use is not what is measured. */
async function greet({ webhook, url }: Target): Promise<void> {
  let person = 0;
  const all = { clients: CLIENTS, milliseconds: GREETING_MS, count: PEOPLE };
  if (webhook) await load(url, all, () => webhook([person++]));
}

/** So many conversations; at least a hundred and the hot one, however long that takes. */
async function opened(target: Target, count: number, deadline: number): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const worker = async () => {
    while (next < count && (next <= SPREAD || performance.now() < deadline)) ids.push(await target.open(next++));
  };
  await Promise.all(Array.from({ length: CLIENTS }, worker));
  return ids;
}
