import { canonicalPhone } from "../domain/address.ts";
import { type Contact, NOBODY_KNOWN } from "../domain/conversation.ts";
import { isLost, isSilent, onlyAdds } from "../domain/erasing.ts";
import type { Event } from "../domain/events.ts";
import type { Policy } from "../domain/policy.ts";
import { doubtAbout } from "../domain/recognising.ts";
import type { Thread } from "../domain/thread.ts";
import { ok } from "../lib/result.ts";
import { type Erasure, leftKey } from "./erasure.ts";
import type { Executor } from "./executor.ts";
import { LONGEST_WAIT_MS } from "./parking.ts";
import { type Request, type Taken, threadAt } from "./port.ts";

/** What a channel brings of one person, in order. */
interface Brought {
  requests: readonly Request[];
  /** Who each is from; or all of them, where these are not as many. */
  people: readonly Contact[];
  /** Business-scoped user ids that lead here, as the directory says. */
  claimed: readonly string[];
}

/** Which of the requests came before, and which keys are of what was erased. */
interface Known {
  requests: readonly boolean[];
  erased: ReadonlySet<string>;
}

/** Takes what a channel brings, once it is certain that this is the person's thread. */
export class Taking {
  readonly #executor: Executor;
  readonly #erasure: Erasure;
  readonly #env: Cloudflare.Env;
  readonly #tenantId: () => string;

  constructor(executor: Executor, erasure: Erasure, env: Cloudflare.Env, tenantId: () => string) {
    this.#executor = executor;
    this.#erasure = erasure;
    this.#env = env;
    this.#tenantId = tenantId;
  }

  /** @param stored is told the events of each that was taken */
  async take(brought: Brought, policy: Policy, stored: (events: Event[]) => void): Promise<Taken> {
    const { requests } = brought;
    for (;;) {
      const { joined } = this.#executor.thread;
      const elsewhere = await this.#knownElsewhere(requests);
      const phones = brought.people.flatMap(({ phone }) => (phone === null ? [] : [leftKey(phone)]));
      const taken = await this.#erasure.knowing([...requests.flatMap(keysAbout), ...phones], (erased) => {
        if (this.#executor.thread.joined !== joined) return null;
        const isKnown = (request: Request) =>
          request.keys.some((key) => elsewhere.has(key)) || keysAbout(request).some((key) => erased.has(key));
        const known = { requests: requests.map(isKnown), erased };
        return this.#takeNow(brought, known, policy, stored);
      });
      if (taken !== null) return taken;
    }
  }

  /** From here on nothing is waited for: what was found out still holds when the requests are executed. */
  #takeNow(
    { requests, people, claimed }: Brought,
    { requests: known, erased }: Known,
    policy: Policy,
    stored: (events: Event[]) => void,
  ): Taken {
    const { thread } = this.#executor;
    const isOver = ({ command }: Request, index: number) =>
      known[index] || (thread.forwarded_to === null && isLost(thread, command));
    if (thread.erased !== null && requests.every(isOver))
      return { kind: "taken", results: requests.map(() => ok(null)), is_erased: isSilent(thread) };
    // ER4: what comes late of somebody who was erased claims nothing for them, nor does what nothing is there for.
    const isNobodys = thread.current === null && thread.history === null;
    const isNews = (_: Contact, index: number) => {
      const { command } = requests[index] ?? {};
      return (thread.erased === null || !known[index]) && !(isNobodys && command && onlyAdds(command));
    };
    const doubtful = people.length === requests.length ? people.filter(isNews) : people;
    const doubt = doubtAbout(withLeft(thread, doubtful, claimed, erased), doubtful, claimed);
    if (doubt) return doubt;
    const results = requests.map((request, index) => {
      if (known[index]) return ok(null);
      const result = this.#executor.execute(request, policy);
      if (!result.ok) return result.error.code === "thread_erased" ? ok(null) : result;
      stored(result.value.events);
      return ok(null);
    });
    this.#learn(doubtful, policy);
    return { kind: "taken", results, is_erased: isSilent(this.#executor.thread) };
  }

  /** ER1: a user id that the directory leads here is known here, also where what came with it tells nothing of anybody. */
  #learn(people: readonly Contact[], policy: Policy): void {
    for (const { user_id } of people) {
      const { thread } = this.#executor;
      const { identity } = thread;
      if (user_id === null || identity === null || isSilent(thread) || thread.user_ids.includes(user_id)) continue;
      const place = { identity, contact: { ...NOBODY_KNOWN, user_id } };
      this.#executor.command({ type: "join_thread", place, from: identity.thread_key }, policy);
    }
  }

  /** EX1: what came to a thread that leads here since is not taken again, for as long as the channel may repeat it. */
  async #knownElsewhere(requests: readonly Request[]): Promise<Set<string>> {
    const { joined } = this.#executor.thread;
    const repeatable = joined.filter(({ at }) => Date.parse(at) > Date.now() - LONGEST_WAIT_MS);
    if (repeatable.length === 0) return new Set();
    const keys = requests.flatMap((request) => request.keys);
    const known = await Promise.all(
      repeatable.map(({ thread_key }) => threadAt(this.#env, this.#tenantId(), thread_key).knows(keys)),
    );
    return new Set(known.flat());
  }
}

/** WH5: what a thread that was erased still knows of the numbers that its person has given up. */
function withLeft(
  thread: Thread,
  people: readonly Contact[],
  claimed: readonly string[],
  erased: ReadonlySet<string>,
): Thread {
  const own = thread.contact.phone === null ? null : canonicalPhone(thread.contact.phone);
  const left = people
    // Whom the directory leads here by their user id has come back to the number.
    .filter(({ user_id }) => user_id !== null && !claimed.includes(user_id))
    .flatMap(({ phone }) => (phone !== null && erased.has(leftKey(phone)) ? [canonicalPhone(phone)] : []))
    .filter((phone) => phone !== own);
  return left.length === 0 ? thread : { ...thread, left_phones: [...thread.left_phones, ...left] };
}

/** The keys of a request, and those of the message that it is about. */
function keysAbout({ keys, command }: Request): string[] {
  const target = command.type === "change_message" ? command.target.channel_message_id : null;
  return target === null ? keys : [...keys, `wa:${target}`, `standby:${target}`];
}
