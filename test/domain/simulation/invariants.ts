import { Executor } from "../../../src/conversation/executor.ts";
import { ConversationRepository } from "../../../src/conversation/repository.ts";
import { factsOf } from "../../../src/desk/list-facts.ts";
import type { ConversationView } from "../../../src/domain/conversation.ts";
import { mergeStatus } from "../../../src/domain/delivery.ts";
import { replay } from "../../../src/domain/draft.ts";
import { inactivityDue, nextDue, snoozeDue } from "../../../src/domain/due.ts";
import { type Event, isMessageEvent } from "../../../src/domain/events.ts";
import { evolve } from "../../../src/domain/evolve.ts";
import { parseMessageId } from "../../../src/domain/ids.ts";
import type { Message } from "../../../src/domain/message.ts";
import { EMPTY_THREAD, type Thread } from "../../../src/domain/thread.ts";
import { wants } from "../../../src/subscriptions/matching.ts";
import { policyOf, type Subscription } from "../../../src/tenant/configuration.ts";
import { type Check, type State, same } from "./check.ts";
import type { Host } from "./host.ts";
import { checkAttended } from "./invariants-attended.ts";
import { checkErased, checkSays, isOfBefore } from "./invariants-erasing.ts";
import { checkFiles } from "./invariants-files.ts";
import { checkFlow } from "./invariants-flows.ts";
import { checkReports, checkRules, checkSearch } from "./invariants-followers.ts";
import { checkPersons } from "./invariants-persons.ts";
import type { People } from "./people.ts";
import type { Plant } from "./plant.ts";
import { storageOf } from "./storage.ts";

/** What must hold once a history has come to rest. @returns what does not */
export async function violations(plant: Plant, people: People): Promise<string[]> {
  const found: string[] = [];
  const check = (holds: boolean, what: string) => {
    if (!holds) found.push(what);
  };
  const states = [...plant.threads].map(([name, host]) => stateOf(name.split(":")[1] ?? "", host));
  const listed = new Map((await plant.listed()).map((view) => [view.id, view]));
  for (const state of states) {
    const { key, log, thread, executor } = state;
    checkLog(key, log, thread, check);
    checkPurged(state, plant, check);
    checkTimes(thread, plant, check);
    checkSends(state, plant, check);
    checkControl(log, check);
    checkDesk(thread, executor, listed, check);
    for (const subscription of plant.configuration.subscriptions)
      checkSubscriber(state, { ...subscription, before: people.subscribers.before(subscription) }, plant, check);
    checkFlow(key, thread, plant, check);
    checkErased(thread, listed, check);
  }
  for (const one of people.subscribers.removed) checkRemoved(one, plant, check);
  checkSays(states, plant, people.says, check);
  checkFiles(states, plant, check);
  checkPersons(states, people, check);
  await checkAttended(states, plant, check);
  if (plant.world.hasFollowers) {
    await checkSearch(states, plant, people.says, check);
    const isAllThere = people.says.erased.length === 0 && !plant.world.purges;
    if (!plant.world.purges) checkRules(states, check);
    if (isAllThere) await checkReports(states, plant, check);
  }
  for (const [key, ids] of people.answered) check(ids.size === 1, `${key} led to ${ids.size} messages`);
  return found;
}

/** The thread as an object that wakes now finds it. */
function stateOf(key: string, host: Host): State {
  const repository = new ConversationRepository(storageOf(host.disk, () => true));
  const executor = new Executor(repository);
  return {
    key,
    log: repository.events(0),
    executor,
    thread: executor.thread,
    repository,
    renewedAt: host.disk.renewedAt,
  };
}

function checkLog(key: string, log: Event[], thread: Thread, check: Check): void {
  const gone = missingFrom(log, thread);
  check(
    gone.every((seq) => isPurged(log, seq)) && log.at(-1)?.seq === (thread.seq || undefined),
    `the log of ${key} has a gap: ${log.map(({ seq }) => seq).join(" ")}`,
  );
  const isFolded = gone.length > 0 || same(replay(log, isOfBefore(thread, log)), thread);
  check(isFolded, `the state of ${key} is not the fold of its log`);
  const wamids = log.flatMap((event) =>
    event.type === "message.received" && event.message.whatsapp_message_id ? [event.message.whatsapp_message_id] : [],
  );
  check(new Set(wamids).size === wamids.length, `a message is stored twice in ${key}`);
}

/** The seqs that a log should have and does not. */
const missingFrom = (log: Event[], { seq, erased }: Thread): number[] => {
  const first = erased?.seq ?? 1;
  const kept = new Set(log.map((event) => event.seq));
  return Array.from({ length: seq + 1 - first }, (_, index) => first + index).filter((one) => !kept.has(one));
};

/** IN3: what is purged is gone, and nothing else is. */
const isPurged = (log: Event[], seq: number): boolean =>
  log.some((event) => event.type === "messages.purged" && event.from_seq <= seq && seq <= event.through_seq);

function checkPurged({ key, log, thread }: State, plant: Plant, check: Check): void {
  const policy = policyOf(plant.configuration);
  const isOver = ({ ended_at }: Thread["retained"][number]) =>
    plant.world.now > Date.parse(ended_at) + Number(policy.retention_after_close) * 1000 + 60_000;
  check(!thread.retained.some(isOver), `messages of ${key} should have been purged`);
  for (const purged of log.filter((event) => event.type === "messages.purged")) {
    const left = log.filter(
      (event) => isMessageEvent(event) && event.number === purged.number && isPurged([purged], event.seq),
    );
    check(left.length === 0, `messages of ${key} are left that were purged: ${left.map(({ seq }) => seq).join(" ")}`);
  }
}

function checkTimes(thread: Thread, plant: Plant, check: Check): void {
  const policy = policyOf(plant.configuration);
  const { current } = thread;
  if (current?.state === "closed") {
    check(inactivityDue(current, policy) === null && snoozeDue(current) === null, "a closed conversation is due");
    const onlyIt = { ...thread, pending: [], media: [], retained: [] };
    check(nextDue(onlyIt, policy, plant.world.now) === null, "a closed conversation is due");
    check(current.control === "none", "somebody has the word of a closed conversation");
  }
  check(thread.pending.length === 0, `${thread.pending.length} messages still wait to be sent`);
}

const RANKS = ["queued", "accepted", "sent", "failed", "delivered", "read"];

function checkSends({ key, log, thread, repository }: State, plant: Plant, check: Check): void {
  const erased = thread.erased?.seq ?? 0;
  const arrivals = plant.channel.arrivals.filter(({ message_id }) => {
    const place = parseMessageId(message_id);
    const isGone = isPurged(log, place?.seq ?? 0) && !log.some(({ seq }) => seq === place?.seq);
    return place?.threadKey === key && place.seq > erased && !isGone;
  });
  const seqs = arrivals.map(({ message_id }) => parseMessageId(message_id)?.seq ?? 0);
  const firsts = [...new Set(seqs)];
  check(
    same(
      firsts,
      [...firsts].sort((a, b) => a - b),
    ),
    `messages of ${key} reached the channel as ${firsts.join(" ")}`,
  );
  for (const seq of firsts) {
    const message = repository.messages.get(seq);
    const times = seqs.filter((one) => one === seq).length;
    check(message !== null && message.status !== "suppressed", `message ${seq} of ${key} should not have been sent`);
    check(times === 1 || message?.possible_duplicate === true, `message ${seq} of ${key} was sent ${times} times`);
    // A status that bears the channel's id alone says nothing where that id's answer was lost.
    const told = plant.channel.told.filter(
      (news) =>
        arrivals.some((one) => one.channel_message_id === news.channel_message_id && one.message_id === message?.id) &&
        (news.message_id !== null || message?.whatsapp_message_id === news.channel_message_id),
    );
    const highest = Math.max(1, ...told.map(({ status }) => RANKS.indexOf(status)));
    check(RANKS.indexOf(message?.status ?? "") >= highest, `message ${seq} of ${key} is ${message?.status} in the end`);
  }
  checkAttempts(key, log, check);
  for (const event of log) {
    if (event.type !== "message.queued") continue;
    const message = repository.messages.get(event.seq);
    const isOver = message?.status === "failed" || firsts.includes(event.seq);
    check(isOver, `message ${event.seq} of ${key} is ${message?.status} and was never sent`);
  }
}

/** DL5: an attempt whose answer is unknown is alone for two minutes, and none follows what the channel has. */
function checkAttempts(key: string, log: Event[], check: Check): void {
  const last = new Map<number, Event>();
  for (const event of log) {
    if (!("message_seq" in event) || !event.type.startsWith("message.") || event.message_seq === null) continue;
    const before = last.get(event.message_seq);
    if (event.type === "message.sending" && before) {
      check(before.type !== "message.status", `message ${event.message_seq} of ${key} was claimed after its status`);
      const gap = Date.parse(event.at) - Date.parse(before.at);
      const isAlone = before.type !== "message.sending" || gap >= 120_000;
      check(isAlone, `message ${event.message_seq} of ${key} was claimed again after ${gap} ms`);
    }
    if (event.type !== "message.unanswered") last.set(event.message_seq, event);
  }
}

const rankOf = ({ status }: Message): number => RANKS.indexOf(status ?? "");

/** No answer of a machine is on its way once a person has or awaits the word. */
function checkControl(log: Event[], check: Check): void {
  let thread = EMPTY_THREAD;
  const machines = ["llm", "flow"];
  const messages = new Map<number, Message>();
  for (const event of log) {
    const control = thread.current?.control;
    if (event.type === "message.queued" && machines.includes(event.message.sender_type)) {
      check(
        control !== "agent" && control !== "queue",
        `a machine answers at ${event.seq} although ${control} has the word`,
      );
    }
    if (isMessageEvent(event)) messages.set(event.seq, event.message);
    const message = event.type === "message.status" ? messages.get(event.message_seq) : undefined;
    if (event.type === "message.status" && message) {
      const after = mergeStatus(message, { status: event.status, at: event.status_at, error: event.error });
      check(rankOf(after) >= rankOf(message), `the status of ${message.seq} goes back at ${event.seq}`);
      messages.set(message.seq, after);
    }
    thread = evolve(thread, event);
  }
}

/** The list tells of every conversation what its thread does, but of those that were deleted. */
function checkDesk(thread: Thread, executor: Executor, listed: Map<string, ConversationView>, check: Check): void {
  for (let number = (thread.erased?.last_number ?? 0) + 1; number <= (thread.current?.number ?? 0); number++) {
    const conversation = executor.conversation(number);
    if (conversation === null) continue;
    const view = executor.view(conversation);
    const seen = listed.get(view.id);
    if (view.deleted_at !== null) {
      check(seen === undefined, `the desk lists ${view.id}, which was deleted`);
      continue;
    }
    const isLatest = number === thread.current?.number;
    const isSame = seen !== undefined && same(shown(seen, isLatest), shown(view, isLatest));
    check(isSame, `the desk tells otherwise of ${view.id}`);
  }
}

/** Whom an earlier conversation was with stays listed as it was known then. */
const shown = (view: ConversationView, isLatest: boolean) => ({
  ...factsOf(isLatest ? view : { ...view, customer_name: null, customer_phone: null, customer_id: null }),
  ticket: view.ticket && { id: view.ticket.id, state: view.ticket.state, agent_id: view.ticket.agent_id },
  last_message: view.last_message?.seq ?? null,
});

/** Who was removed is told nothing that was not on its way, and nothing is left of them. */
function checkRemoved(
  { id, url, since }: { id: string; url: string; since: number },
  plant: Plant,
  check: Check,
): void {
  const late = plant.received.filter((one) => one.url === url && one.left > since);
  check(late.length === 0, `${url} was told of ${late.map(({ seq }) => seq).join(" ")} after it was removed`);
  check(plant.subscription(id).disk.isBlank, `something is left of ${url}`);
}

/** Longer than anybody acts by settings of before. */
const OUTDATED_MS = 2 * 60_000;

/** A subscription, and what it wanted before: each holds for what happened before its end, oldest first. */
type Subscriber = Subscription & { before: { until: string; types: string[] }[] };

/** CB8: ever since it happened. What was not wanted for a while may have been passed over in it. */
const isWanted = (
  { type, at }: Pick<Event, "at"> & { type: string },
  { before, ...subscription }: Subscriber,
): boolean =>
  [...before.filter(({ until }) => at < until), subscription].every(({ types }) =>
    wants({ ...subscription, types }, type, null),
  );

/** CB1: every event since it is a subscriber, at least once, and for the first time in its order. */
function checkSubscriber(state: State, subscription: Subscriber, plant: Plant, check: Check): void {
  const { url, created_at } = subscription;
  const { key, log, executor } = state;
  const received = plant.received.filter((one) => one.lane === key && one.url === url);
  // What it began to want is told behind what it wanted before.
  const own = received.filter(({ type }) => isWanted({ type, at: "" }, subscription));
  // What is in the log no more is not sent again before what follows it, should its sender die while it is on its way.
  const isOvertaken = ({ seq, sent }: (typeof own)[number], index: number) =>
    !log.some((event) => event.seq === seq) &&
    own.slice(0, index).some((other) => other.seq > seq && other.sent >= sent);
  const firsts = [...new Set(own.filter((one, index) => !isOvertaken(one, index)).map(({ seq }) => seq))];
  check(
    same(
      firsts,
      [...firsts].sort((a, b) => a - b),
    ),
    `${url} was told of ${key}: ${firsts.join(" ")}`,
  );
  // Of a thread that only leads elsewhere, or in which nothing was said yet, there is no conversation to tell of.
  const begins = (number: number) => executor.conversation(number)?.first_seq ?? Infinity;
  // Who is erased just as a subscriber comes is found in no list, so that nothing tells it of them later.
  const isListed = ({ type, at }: Event) =>
    type !== "thread.erased" || Date.parse(at) - Date.parse(created_at) > OUTDATED_MS;
  const isTold = (event: Event) =>
    event.at >= created_at && (event.type === "thread.erased" || begins(event.number) <= event.seq) && isListed(event);
  const isTaken = ({ seq, type }: Event) => received.some((one) => one.seq === seq && one.type === type);
  const missing = log
    .filter((event) => isTold(event) && isWanted(event, subscription) && !isTaken(event))
    .map(({ seq, type }) => `${seq} ${type}`);
  check(missing.length === 0, `${url} was never told of ${missing.join(", ")} of ${key}`);
  const unwanted = received.filter((one) => !wasWanted(one, subscription)).map(({ seq, type }) => `${seq} ${type}`);
  check(unwanted.length === 0, `${url} did not want ${unwanted.join(", ")} of ${key}`);
}

/** Whether it was wanted when it was told, or a little before: by settings that were read then. */
function wasWanted({ type, sent }: Plant["received"][number], { before, ...now }: Subscriber): boolean {
  const ends = [...before.map(({ until }) => Date.parse(until)), Infinity];
  return [...before, now].some(({ types }, index) => {
    const begins = ends[index - 1] ?? 0;
    const isRecent = begins <= sent && Number(ends[index]) > sent - OUTDATED_MS;
    return isRecent && wants({ ...now, types }, type, null);
  });
}
