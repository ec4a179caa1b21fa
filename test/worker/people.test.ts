import { beforeAll, describe, expect, test, vi } from "vitest";
import { canonicalPhone } from "../../src/domain/address.ts";
import type { ConversationJson } from "../support/api.ts";
import {
  accepted,
  change,
  envelope,
  Graph,
  type Line,
  listed,
  newLine,
  newWaId,
  newWamid,
  now,
  quarantined,
  text,
  webhook,
} from "../support/whatsapp.ts";

let line: Line;
beforeAll(async () => {
  line = await newLine();
});

let users = 0;
const newUserId = (): string => `US.${String(++users).padStart(17, "0")}`;

interface Person {
  wa_id?: string;
  user_id?: string;
  name?: string;
  username?: string;
}

/** Somebody writes, known by what is given of them. */
async function write(person: Person, body: string, id = newWamid(), to = line): Promise<void> {
  const { wa_id, user_id, name = "Somebody", username } = person;
  const message = { ...text(wa_id ?? "", body), id, from: wa_id, from_user_id: user_id };
  const contacts = [{ profile: { name, ...(username && { username }) }, wa_id, user_id }];
  const answer = await webhook(to.inbox, envelope(change(to.number, { contacts, messages: [message] })));
  expect(answer.status).toBe(200);
}

/** All conversations of the line as their threads know them. */
const conversations = async (of: Line): Promise<ConversationJson[]> =>
  Promise.all((await listed(of)).map(async ({ id }) => (await of.shop.api("GET", `/conversations/${id}`)).json));

/** What each open conversation of the line holds, the texts in their order. */
async function threads(of: Line): Promise<string[][]> {
  const open = (await conversations(of)).filter(({ state }) => state === "open");
  const messages = await Promise.all(open.map(({ id }) => of.shop.api("GET", `/conversations/${id}/messages`)));
  return messages.map(({ json }) => json.map(({ content }: { content: string }) => content)).sort();
}

/** Every order of some things. */
function orders<T>(all: T[]): T[][] {
  if (all.length < 2) return [all];
  return all.flatMap((first, index) => orders(all.toSpliced(index, 1)).map((rest) => [first, ...rest]));
}

describe("WH1 a person by several identifiers", () => {
  const names = ["phone", "user", "both"] as const;

  test.each(orders([...names]))("WH1 is one thread: %s, then %s, then %s, and all again", async (...order) => {
    const own = await newLine();
    const [wa_id, user_id] = [newWaId(), newUserId()];
    const by = { phone: { wa_id }, user: { user_id }, both: { wa_id, user_id } };
    const ids = { phone: newWamid(), user: newWamid(), both: newWamid() };
    for (const name of order) await write(by[name], name, ids[name], own);
    // A phone alone and a user id alone are nobody's in common until both came together; from then on they are one.
    await write(by.both, "and now", newWamid(), own);
    for (const name of names) await write(by[name], name, ids[name], own);
    await write(by.phone, "by phone", newWamid(), own);
    await write(by.user, "by user id", newWamid(), own);
    const open = await threads(own);
    expect(open).toHaveLength(1);
    expect(open[0]?.slice(-3)).toEqual(["and now", "by phone", "by user id"]);
    const every = await conversations(own);
    const contents = await Promise.all(
      every.map(async ({ id }) => (await own.shop.api("GET", `/conversations/${id}/messages`)).json),
    );
    expect(
      contents
        .flat()
        .map(({ content }) => content)
        .toSorted(),
    ).toEqual(["and now", "both", "by phone", "by user id", "phone", "user"].toSorted());
  });

  test("WH1 by user id alone is answered to the user id, and later to the phone", async () => {
    const own = await newLine();
    const [wa_id, user_id] = [newWaId(), newUserId()];
    await write({ user_id }, "hello", newWamid(), own);
    expect((await conversations(own))[0]).toMatchObject({ customer_phone: null, customer_user_id: user_id });
    await write({ wa_id, user_id }, "again", newWamid(), own);
    const [open] = (await conversations(own)).filter(({ state }) => state === "open");
    expect(open).toMatchObject({ customer_phone: `+${wa_id}`, customer_user_id: user_id, message_count: 2 });
  });

  test("WH1 every spelling of a Mexican, an Argentine and a Brazilian number is one thread", async () => {
    const own = await newLine();
    for (const [one, other] of [
      ["5215512345678", "525512345678"],
      ["5491123456789", "541123456789"],
      ["5511987654321", "551187654321"],
    ] as const) {
      expect(canonicalPhone(one)).toBe(canonicalPhone(other));
      await write({ wa_id: one }, `from ${one}`, newWamid(), own);
      await write({ wa_id: other }, `from ${other}`, newWamid(), own);
    }
    expect((await threads(own)).map((messages) => messages.length)).toEqual([2, 2, 2]);
  });

  test("WH1 in one batch, with and without the phone, keeps the order", async () => {
    const own = await newLine();
    const [wa_id, user_id] = [newWaId(), newUserId()];
    const say = (body: string, more: object) => ({ ...text("", body), from: undefined, ...more });
    const messages = [
      say("one", { from_user_id: user_id }),
      say("two", { from: wa_id, from_user_id: user_id }),
      say("three", { from: wa_id }),
      say("four", { from_user_id: user_id }),
    ];
    await webhook(own.inbox, envelope(change(own.number, { contacts: [{ wa_id, user_id }], messages })));
    expect(await threads(own)).toEqual([["one", "two", "three", "four"]]);
  });

  test("WH2 two people who once had the same username are two", async () => {
    const own = await newLine();
    await write({ user_id: newUserId(), username: "@realsheena" }, "first", newWamid(), own);
    await write({ user_id: newUserId(), username: "realsheena" }, "second", newWamid(), own);
    expect(await threads(own)).toEqual([["first"], ["second"]]);
  });

  test("WH1 all at once is one thread too, and nothing is lost", async () => {
    const own = await newLine();
    const people = Array.from({ length: 6 }, () => ({ wa_id: newWaId(), user_id: newUserId() }));
    await Promise.all(
      people.flatMap(({ wa_id, user_id }) =>
        [{ wa_id, user_id }, { user_id }, { wa_id, user_id }, { user_id }, { wa_id }, { wa_id, user_id }].map(
          (person, index) => write(person, `${wa_id} ${index}`, newWamid(), own),
        ),
      ),
    );
    for (const person of people) await write(person, `${person.wa_id} last`, newWamid(), own);
    expect(await threads(own)).toHaveLength(people.length);
    expect(await quarantined(own.shop.id)).toEqual([]);
    // The list hears of a thread a moment after it was written to.
    await vi.waitFor(async () => {
      const all = await conversations(own);
      expect(all.reduce((sum, { message_count }) => sum + message_count, 0)).toBe(people.length * 7);
    });
  });
});

describe("WH3 two threads that turn out to be one person's", () => {
  test("WH3 the older goes on, the younger says where, and both can be read", async () => {
    const own = await newLine();
    const [wa_id, user_id] = [newWaId(), newUserId()];
    await write({ wa_id }, "by phone", newWamid(), own);
    await write({ user_id }, "by user id", newWamid(), own);
    expect(await threads(own)).toHaveLength(2);
    await write({ wa_id, user_id }, "by both", newWamid(), own);
    expect(await threads(own)).toEqual([["by phone", "by both"]]);
    const younger = (await conversations(own)).find(({ state }) => state === "closed");
    expect(younger).toMatchObject({ close_reason: "superseded", status: "resolved" });
    const log = (await own.shop.api("GET", `/conversations/${younger?.id}/events`)).json.events;
    expect(log.at(-1)).toMatchObject({ type: "thread.forwarded" });
    const older = (await conversations(own)).find(({ state }) => state === "open");
    const joined = (await own.shop.api("GET", `/conversations/${older?.id}/events`)).json.events;
    expect(joined.map(({ type }: { type: string }) => type)).toContain("thread.joined");
  });

  test("WH3 what our own services open for the number is the thread that goes on", async () => {
    const own = await newLine();
    const [wa_id, user_id] = [newWaId(), newUserId()];
    await write({ user_id }, "hello", newWamid(), own);
    await write({ wa_id, user_id }, "again", newWamid(), own);
    const opened = await own.shop.open(`+${wa_id}`, { outlet_id: own.shop.outlet });
    expect(opened).toMatchObject({ customer_user_id: user_id, message_count: 2 });
  });
});

describe("WH4 who has another number or user id", () => {
  const moved = (from: string, to: string, more: object = {}) => ({
    from,
    id: newWamid(),
    timestamp: now(),
    type: "system",
    system: { body: `User changed from ${from} to ${to}`, wa_id: to, type: "user_changed_number", ...more },
  });
  const send = (own: Line, ...messages: object[]) =>
    webhook(own.inbox, envelope(change(own.number, { messages }))).then(({ status }) => expect(status).toBe(200));
  const userIdUpdate = (own: Line, previous: string, current: string, wa_id?: string) =>
    webhook(
      own.inbox,
      envelope({
        field: "user_id_update",
        value: {
          messaging_product: "whatsapp",
          metadata: { display_phone_number: "15550001111", phone_number_id: own.number },
          user_id_update: [{ wa_id, detail: "changed", user_id: { previous, current }, timestamp: now() }],
        },
      }),
    ).then(({ status }) => expect(status).toBe(200));

  test.each(["the change first", "a message first"])("WH4 keeps the thread: %s", async (order) => {
    const own = await newLine();
    const [before, after] = [newWaId(), newWaId()];
    const [old, user_id] = [newUserId(), newUserId()];
    await write({ wa_id: before, user_id: old }, "before", newWamid(), own);
    const steps = [
      () => send(own, moved(before, after, { user_id, previous_user_id: old })),
      () => write({ wa_id: after, user_id }, "after", newWamid(), own),
    ];
    for (const step of order === "the change first" ? steps : steps.reverse()) await step();
    await write({ wa_id: after, user_id }, "later", newWamid(), own);
    await write({ user_id }, "by user id", newWamid(), own);
    const open = await threads(own);
    expect(open).toHaveLength(1);
    expect(open[0]?.[0]).toBe("before");
    expect(open[0]?.slice(-2)).toEqual(["later", "by user id"]);
    expect((await conversations(own)).find(({ state }) => state === "open")?.customer_phone).toBe(`+${after}`);
  });

  test("WH4 keeps the thread of the user id where the number was not known yet", async () => {
    const own = await newLine();
    const [before, after] = [newWaId(), newWaId()];
    const [old, user_id] = [newUserId(), newUserId()];
    await write({ user_id: old }, "before", newWamid(), own);
    await send(own, moved(before, after, { user_id, previous_user_id: old }));
    await write({ wa_id: after, user_id }, "after", newWamid(), own);
    expect(await threads(own)).toEqual([["before", `User changed from ${before} to ${after}`, "after"]]);
    expect(await quarantined(own.shop.id)).toEqual([]);
  });

  test("WH4 a change that names the number and the user id of two threads shows that they are one person's", async () => {
    const own = await newLine();
    const [before, after] = [newWaId(), newWaId()];
    const [old, user_id] = [newUserId(), newUserId()];
    await write({ wa_id: before }, "by phone", newWamid(), own);
    await write({ user_id: old }, "by user id", newWamid(), own);
    await send(own, moved(before, after, { user_id, previous_user_id: old }));
    await write({ user_id: old }, "late", newWamid(), own);
    expect(await threads(own)).toEqual([["by phone", `User changed from ${before} to ${after}`, "late"]]);
  });

  test("WH3 the window that is open in one thread is open in the one that goes on", async () => {
    const own = await newLine();
    const [wa_id, old, user_id] = [newWaId(), newUserId(), newUserId()];
    const longAgo = String(Math.floor(Date.now() / 1000) - 3 * 24 * 60 * 60);
    await send(own, { ...text(wa_id, "three days ago"), timestamp: longAgo });
    await write({ user_id: old }, "just now", newWamid(), own);
    await userIdUpdate(own, old, user_id, wa_id);
    const open = (await conversations(own)).find(({ state }) => state === "open");
    const answer = await own.shop.say(open?.id ?? "", "agent", "Here I am");
    expect([answer.status, answer.json?.code]).toEqual([201, undefined]);
  });

  test("WH4 a user id alone that changes keeps the thread, told twice and in any order", async () => {
    const own = await newLine();
    const [old, user_id] = [newUserId(), newUserId()];
    await write({ user_id: old }, "before", newWamid(), own);
    await userIdUpdate(own, old, user_id);
    await write({ user_id }, "after", newWamid(), own);
    await userIdUpdate(own, old, user_id);
    await write({ user_id }, "later", newWamid(), own);
    expect(await threads(own)).toEqual([["before", "after", "later"]]);
  });

  test("WH4 news of a user id told again does not bring back the number that was given up since", async () => {
    const own = await newLine();
    const [before, after] = [newWaId(), newWaId()];
    const [old, user_id, stranger] = [newUserId(), newUserId(), newUserId()];
    await write({ wa_id: before, user_id: old }, "Ann", newWamid(), own);
    await userIdUpdate(own, old, user_id, before);
    await send(own, moved(before, after, { user_id }));
    await userIdUpdate(own, old, user_id, before);
    expect((await conversations(own))[0]?.customer_phone).toBe(`+${after}`);
    await write({ wa_id: before, user_id: stranger }, "somebody else", newWamid(), own);
    const open = (await threads(own)).map((messages) => messages.filter((content) => !content.startsWith("User")));
    expect(open).toEqual([["Ann"], ["somebody else"]]);
  });

  test("WH5 the number that was given up may be another person's", async () => {
    const own = await newLine();
    const [before, after] = [newWaId(), newWaId()];
    const [old, user_id, stranger] = [newUserId(), newUserId(), newUserId()];
    await write({ wa_id: before, user_id: old }, "Ann", newWamid(), own);
    await send(own, moved(before, after, { user_id, previous_user_id: old }));
    await write({ wa_id: before, user_id: stranger }, "somebody else", newWamid(), own);
    await write({ wa_id: after, user_id }, "Ann again", newWamid(), own);
    await write({ wa_id: before, user_id: stranger }, "still somebody else", newWamid(), own);
    const open = (await threads(own)).map((messages) => messages.filter((content) => !content.startsWith("User")));
    expect(open).toEqual([
      ["Ann", "Ann again"],
      ["somebody else", "still somebody else"],
    ]);
  });

  test("WH5 who has a number that was given up, and moves on, keeps their own thread", async () => {
    const own = await newLine();
    const [before, after, third] = [newWaId(), newWaId(), newWaId()];
    const [old, user_id, stranger, later] = [newUserId(), newUserId(), newUserId(), newUserId()];
    await write({ wa_id: before, user_id: old }, "Ann", newWamid(), own);
    await send(own, moved(before, after, { user_id, previous_user_id: old }));
    await write({ wa_id: before, user_id: stranger }, "somebody else", newWamid(), own);
    await send(own, moved(before, third, { user_id: later, previous_user_id: stranger }));
    await write({ wa_id: third, user_id: later }, "still somebody else", newWamid(), own);
    const open = (await threads(own)).map((messages) => messages.filter((content) => !content.startsWith("User")));
    expect(open).toEqual([["Ann"], ["somebody else", "still somebody else"]]);
    const phones = (await conversations(own)).map(({ customer_phone }) => customer_phone).toSorted();
    expect(phones).toEqual([`+${after}`, `+${third}`].toSorted());
  });

  test("WH5 the new number may have been another person's", async () => {
    const own = await newLine();
    const [before, after] = [newWaId(), newWaId()];
    const [old, user_id, formerly] = [newUserId(), newUserId(), newUserId()];
    await write({ wa_id: after, user_id: formerly }, "Budi", newWamid(), own);
    await write({ wa_id: before, user_id: old }, "Ann", newWamid(), own);
    await send(own, moved(before, after, { user_id, previous_user_id: old }));
    await write({ wa_id: after, user_id }, "Ann again", newWamid(), own);
    const open = (await threads(own)).map((messages) => messages.filter((content) => !content.startsWith("User")));
    expect(open).toEqual([["Ann", "Ann again"], ["Budi"]]);
  });
});

test("WH6 a number that WhatsApp writes otherwise leads to the thread that was written to", async () => {
  const graph = new Graph();
  const own = await newLine();
  const [written, spelled] = [newWaId(), newWaId()];
  await write({ wa_id: written }, "hello", newWamid(), own);
  graph.answer(own, () => accepted(newWamid(), spelled));
  const [conversation] = await conversations(own);
  await own.shop.say(conversation?.id ?? "", "agent", "hi");
  await vi.waitFor(async () => {
    const log = (await own.shop.api("GET", `/conversations/${conversation?.id}/events`)).json.events;
    expect(log.map(({ type }: { type: string }) => type)).toContain("thread.joined");
  });
  await write({ wa_id: spelled }, "from the other spelling", newWamid(), own);
  expect(await threads(own)).toEqual([["hello", "hi", "from the other spelling"]]);
});
