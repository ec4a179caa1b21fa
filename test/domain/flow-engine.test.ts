import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type Execution, type Input, newExecution, type Output, type Said } from "../../src/flows/execution.ts";
import { faultsOf } from "../../src/flows/faults.ts";
import { step } from "../../src/flows/step.ts";
import { tryOut } from "../../src/flows/trial.ts";
import { Flow } from "../../src/protocol/flow.ts";
import { Trial } from "../../src/protocol/flow-trial.ts";

/** A Saturday at noon. */
const NOON = Date.parse("2026-11-21T12:00:00.000Z");
const HOUR = 3_600;
const SURROUNDINGS = { allowedUrls: undefined, silence: 24 * HOUR };

const DONE = { type: "end" };
const ABOUT = { customer: { name: "Ann", tier: "gold" }, conversation: { id: "c-1" }, time_zone: "UTC" };

const flowOf = (nodes: object, more: object = {}): Flow =>
  Flow.parse({ start: "a", nodes: { done: DONE, ...nodes }, ...more });

/** A flow being played by hand. */
function play(flow: Flow, variables: Record<string, unknown> = {}) {
  let execution: Execution = newExecution(ABOUT);
  let now = NOON;
  let count = 0;
  const give = (input: Input): Output[] => {
    // What is stored between two steps is what JSON keeps.
    const kept = JSON.parse(JSON.stringify(execution)) as Execution;
    const made = step(flow, kept, input, now);
    execution = made.execution;
    return made.outputs;
  };
  const message = (message_type: string, content: string, payload: object = {}): Said => ({
    id: `m-${++count}`,
    message_type,
    content,
    payload: { ...payload },
  });
  return {
    begun: give({ type: "started", variables, message: null }),
    give,
    says: (content: string) => give({ type: "said", message: message("text", content, { body: content }) }),
    adds: (content: string) => give({ type: "said", message: message("text", content), isMeanwhile: true }),
    presses: (id: string) => give({ type: "said", message: message("button_reply", "?", { id, title: "?" }) }),
    sends: (type: string, payload: object) => give({ type: "said", message: message(type, type, payload) }),
    later: (seconds: number) => {
      now += seconds * 1_000;
      return give({ type: "time" });
    },
    get execution() {
      return execution;
    },
  };
}

const wordsOf = (outputs: Output[]) =>
  outputs.flatMap((one) => (one.type === "say" ? [one.message.content ?? one.message.payload] : []));
const endOf = (outputs: Output[]) => outputs.find((one) => one.type === "ended");

const question = (answer: object, more: object = {}) => ({
  a: { type: "question", text: "Well?", answer, save_as: "it", next: "done", ...more },
});

describe("messages", () => {
  test("a question whose text comes to nothing asks for a person", () => {
    const run = play(flowOf(question({ kind: "number" }, { text: "{{variables.nothing}}" })));
    expect(endOf(run.begun)).toMatchObject({ wants_ticket: true, is_error: true });
  });

  test("what is filled in comes from answers, variables, and whom it is about, and is no template itself", () => {
    const flow = flowOf({
      a: {
        type: "set",
        variables: { n: "{{variables.start}}", text: "{{customer.name}} {{variables.start}}" },
        next: "b",
      },
      b: {
        type: "message",
        message: { content: "{{variables.text}}, {{ customer.nick | friend }}: {{variables.evil}}" },
        next: "done",
      },
    });
    const { begun, execution } = play(flow, { start: 7, evil: "{{secrets.key}} {{customer.tier}}" });
    expect(wordsOf(begun)).toEqual(["Ann 7, friend: {{secrets.key}} {{customer.tier}}"]);
    expect(execution.variables).toMatchObject({ n: 7, text: "Ann 7" });
    expect(endOf(begun)).toEqual({
      type: "ended",
      wants_ticket: false,
      team_id: null,
      reason: null,
      leads_to: "close",
      is_error: false,
    });
  });

  test.each(["constructor", "__proto__", "toString.name"])("a path calls nothing: customer.%s", (path) => {
    const flow = flowOf({ a: { type: "message", message: { content: `<{{customer.${path}}}>` }, next: "done" } });
    expect(wordsOf(play(flow).begun)).toEqual(["<>"]);
  });

  test("every kind that can be sent is sent as it is", () => {
    const kinds = [
      { message_type: "image", payload: { link: "https://example.com/a.png", caption: "For {{customer.name}}" } },
      { message_type: "location", payload: { latitude: 1, longitude: 2, name: "Shop" } },
      { message_type: "template", payload: { name: "hello", language: { code: "en" } } },
      {
        message_type: "interactive",
        payload: {
          type: "cta_url",
          body: { text: "Look" },
          action: { name: "cta_url", parameters: { display_text: "Open", url: "https://example.com" } },
        },
      },
    ];
    for (const message of kinds) {
      const flow = flowOf({ a: { type: "message", message, next: "done" } });
      expect(faultsOf(flow, SURROUNDINGS).errors).toEqual([]);
      expect(play(flow).begun[0]).toMatchObject({ type: "say", message: { message_type: message.message_type } });
    }
  });

  test("what is filled in may make what nobody can send: then a person takes over", () => {
    const flow = flowOf({
      a: { type: "message", message: { message_type: "image", payload: { link: "{{variables.link}}" } }, next: "done" },
    });
    expect(faultsOf(flow, SURROUNDINGS).errors).toEqual([]);
    expect(endOf(play(flow, { link: "nowhere" }).begun)).toMatchObject({ wants_ticket: true, is_error: true });
    expect(endOf(play(flow, { link: "https://example.com/a.png" }).begun)).toMatchObject({ wants_ticket: false });
  });

  test("a reaction is for the customer's last message", () => {
    const flow = flowOf({
      ...question({ kind: "text" }, { next: "b" }),
      b: { type: "message", message: { message_type: "reaction", payload: { emoji: "👍" } }, next: "done" },
    });
    const run = play(flow);
    expect(faultsOf(flow, SURROUNDINGS).errors).toEqual([]);
    // The ids of messages are UUIDs; another one cannot be reacted to.
    expect(
      run.give({
        type: "said",
        message: { id: "3d77f23b-683d-834e-8731-15e280000001", message_type: "text", content: "hi", payload: {} },
      })[0],
    ).toMatchObject({
      message: {
        message_type: "reaction",
        payload: { emoji: "👍", message_id: "3d77f23b-683d-834e-8731-15e280000001" },
      },
    });
  });
});

describe("answers", () => {
  const right: [object, string, unknown][] = [
    [{ kind: "text" }, " Rosa ", "Rosa"],
    [{ kind: "number" }, "3", 3],
    [{ kind: "number" }, "about 12 kg", 12],
    [{ kind: "number" }, "1,5", 1.5],
    [{ kind: "number" }, "1.500,25", 1500.25],
    [{ kind: "number" }, "1,500.25", 1500.25],
    [{ kind: "number" }, "10,000", 10000],
    [{ kind: "number" }, "0.125", 0.125],
    [{ kind: "number" }, "-4", -4],
    [{ kind: "number" }, "10 000.", 10_000],
    [{ kind: "number", integer: true }, "٣٢", 32],
    [{ kind: "date" }, "2027-02-28", "2027-02-28"],
    [{ kind: "date" }, "24/12/2027", "2027-12-24"],
    [{ kind: "date" }, "3.4.27", "2027-04-03"],
    [{ kind: "date", order: "month_first" }, "3/4/2027", "2027-03-04"],
    [{ kind: "date" }, "12/24/2027", "2027-12-24"],
    [{ kind: "date" }, "24/12", "2026-12-24"],
    [{ kind: "date" }, "1/2", "2027-02-01"],
    [{ kind: "date" }, "Tomorrow!", "2026-11-22"],
    [{ kind: "date" }, "mañana", "2026-11-22"],
    [{ kind: "date" }, "besok", "2026-11-22"],
    [{ kind: "date" }, "amanhã", "2026-11-22"],
    [{ kind: "date" }, "明天", "2026-11-22"],
    [{ kind: "date" }, "غدًا", "2026-11-22"],
    [{ kind: "date" }, "ngày mai", "2026-11-22"],
    [{ kind: "date" }, "the day after tomorrow", "2026-11-23"],
    [{ kind: "date" }, "Friday", "2026-11-27"],
    [{ kind: "date" }, "next saturday", "2026-11-28"],
    [{ kind: "date" }, "senin", "2026-11-23"],
    [{ kind: "date" }, "3rd of March", "2027-03-03"],
    [{ kind: "date" }, "24 de diciembre de 2027", "2027-12-24"],
    [{ kind: "date" }, "29 Feb", "2028-02-29"],
    [{ kind: "email" }, "it is Ann.B@Example.COM.", "Ann.B@example.com"],
    [{ kind: "email" }, "mailto:ann@shop.example", "ann@shop.example"],
  ];
  test.each(right)("%j takes %j", (answer, said, kept) => {
    const run = play(flowOf(question(answer)));
    expect(endOf(run.says(said))).toMatchObject({ wants_ticket: false });
    expect(run.execution.answers.it).toEqual(kept);
  });

  const wrong: [object, string][] = [
    [{ kind: "text", min_length: 3 }, "ab"],
    [{ kind: "text", max_length: 3 }, "abcd"],
    [{ kind: "number" }, "many"],
    [{ kind: "number" }, "2 or 3"],
    [{ kind: "number" }, "1.2.3"],
    [{ kind: "number" }, "2 3"],
    [{ kind: "number", integer: true }, "2.5"],
    [{ kind: "number", min: 1 }, "0"],
    [{ kind: "number", max: 5 }, "6"],
    [{ kind: "date" }, "31/2/2027"],
    [{ kind: "date" }, "soon"],
    [{ kind: "date" }, "99999999999999999999"],
    [{ kind: "date", earliest: "today" }, "20/11/2026"],
    [{ kind: "date", latest: "2026-12-31" }, "1/1/2027"],
    [{ kind: "email" }, "ann@localhost"],
    [{ kind: "email" }, "ann at example.com"],
    [{ kind: "email" }, "a@b.com c@d.com"],
    [{ kind: "location" }, "Main Street 1"],
  ];
  test.each(wrong)("%j does not take %j and asks again in words", (answer, said) => {
    const run = play(flowOf(question(answer)));
    const outputs = run.says(said);
    expect(wordsOf(outputs)).toHaveLength(1);
    expect(run.execution).toMatchObject({ ended: false, waiting: { for: "answer", failed: 1 } });
  });

  test("an e-mail that is thousands of brackets is none, in no time", () => {
    const run = play(flowOf(question({ kind: "email" })));
    const began = performance.now();
    expect(wordsOf(run.says(`${")".repeat(65_000)}x@a.b`))).toHaveLength(1);
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  test("a picture is no text", () => {
    const run = play(flowOf(question({ kind: "text" })));
    run.sends("image", { caption: "me" });
    expect(run.execution.answers).toEqual({});
  });

  test("a location is asked for by WhatsApp's own button, and kept with its name", () => {
    const run = play(flowOf(question({ kind: "location" })));
    expect(run.begun[0]).toMatchObject({
      message: {
        message_type: "interactive",
        payload: { type: "location_request_message", action: { name: "send_location" } },
      },
    });
    run.sends("location", { latitude: -6.2, longitude: 106.8, name: "Home" });
    expect(run.execution.answers.it).toEqual({ latitude: -6.2, longitude: 106.8, name: "Home", address: null });
  });

  test("tomorrow is counted where the shop is", () => {
    const flow = flowOf(question({ kind: "date" }));
    const execution = newExecution({ ...ABOUT, time_zone: "Asia/Jakarta" });
    const late = Date.parse("2026-11-21T20:00:00Z");
    const asked = step(flow, execution, { type: "started", variables: {}, message: null }, late).execution;
    const said: Said = { id: "m", message_type: "text", content: "tomorrow", payload: {} };
    expect(step(flow, asked, { type: "said", message: said }, late).execution.answers.it).toBe("2026-11-23");
  });
});

describe("choices", () => {
  const options = (...labels: string[]) => labels.map((label, index) => ({ id: `o${index + 1}`, label }));
  const choice = (...labels: string[]) => flowOf(question({ kind: "choice", options: options(...labels) }));

  test("three are buttons, ten a list, more a text with numbers", () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `Option ${index + 1}`);
    expect(play(choice(...many(3))).begun[0]).toMatchObject({ message: { payload: { type: "button" } } });
    expect(play(choice(...many(4))).begun[0]).toMatchObject({ message: { payload: { type: "list" } } });
    expect(play(choice(...many(10))).begun[0]).toMatchObject({ message: { payload: { type: "list" } } });
    const [text] = wordsOf(play(choice(...many(11))).begun);
    expect(text).toContain("Well?\n1. Option 1\n2. Option 2");
    expect(wordsOf(play(choice("Short", "A label that is far too long for any button")).begun)[0]).toContain(
      "1. Short",
    );
  });

  test.each(["2", "2.", "#2", "si", "Sí!", "SÍ", "o2", "option 2", "٢"])("%j is the second of No, Sí", (said) => {
    const run = play(choice("No", "Sí"));
    run.says(said);
    expect(run.execution.answers).toEqual({ it: "o2", it_label: "Sí" });
  });

  test("an emoji is a label as well", () => {
    const run = play(choice("👍", "👎"));
    run.says("👎");
    expect(run.execution.answers.it).toBe("o2");
  });

  const named: [string, string[], number | null][] = [
    ["A-", ["A+", "A-"], 2],
    ["a −", ["A+", "A-"], null],
    ["a+", ["A+", "B+"], 1],
    ["A-", ["A+", "B+"], null],
    ["a", ["A+", "B+"], 1],
    ["a", ["A+", "A-"], null],
    ["c++!", ["C", "C++", "C#"], 2],
    ["C", ["C++", "C#", "C"], 3],
    ["-5°c", ["5°C", "-5°C"], 2],
    ["-2", ["No", "Yes"], null],
    ["- yes", ["No", "Yes"], 2],
    ["<18", [">18", "<18"], 2],
    ["T shirt", ["Shoes", "T-shirt"], 2],
    ["ขาว", ["ข้าว", "ขาว"], 2],
    ["दिन", ["दान", "दिन"], 2],
    ["👍 si", ["No", "Sí"], 2],
    ["si 👍", ["Sí 👎", "Sí 👍"], 2],
  ];
  test.each(named)("%j of %j is the option %j", (said, labels, option) => {
    const run = play(choice(...labels));
    run.says(said);
    expect(run.execution.answers.it).toBe(option === null ? undefined : `o${option}`);
  });

  test("a number that one label has as a word means that one, whichever place it has", () => {
    const run = play(choice("2 people", "3 people", "4 people"));
    run.says("3");
    expect(run.execution.answers.it).toBe("o2");
  });

  test("the label that is kept is the one that the customer saw", () => {
    const answer = {
      kind: "choice",
      options: [
        { id: "same", label: "{{message.text}}" },
        { id: "other", label: "Another" },
      ],
    };
    const flow = flowOf(question(answer));
    const bicycle = { id: "m", message_type: "text", content: "bicycle", payload: { body: "bicycle" } };
    const begun = step(flow, newExecution(ABOUT), { type: "started", variables: {}, message: bicycle }, NOON);
    const next = step(flow, begun.execution, { type: "said", message: { ...bicycle, content: "1" } }, NOON);
    expect(next.execution.answers).toEqual({ it: "same", it_label: "bicycle" });
  });

  test("a button of this question answers it, one of another does not", () => {
    const run = play(choice("No", "Yes"));
    expect(wordsOf(run.presses("b.o1"))).toHaveLength(1);
    run.presses("a.o1");
    expect(run.execution.answers.it).toBe("o1");
  });

  test("a number that is none of them is not understood", () => {
    const run = play(choice("No", "Yes"));
    for (const said of ["0", "3", "no idea"]) run.says(said);
    expect(run.execution).toMatchObject({ ended: true, answers: {} });
  });

  test("an option leads on by itself", () => {
    const flow = flowOf({
      a: {
        type: "question",
        text: "Well?",
        answer: {
          kind: "choice",
          options: [
            { id: "x", label: "X", next: "b" },
            { id: "y", label: "Y" },
          ],
        },
        save_as: "it",
        next: "done",
      },
      b: { type: "ticket", reason: "{{answers.it_label}} it is", team_id: "t-1" },
    });
    expect(endOf(play(flow).says("X"))).toMatchObject({ wants_ticket: true, reason: "X it is", team_id: "t-1" });
    expect(endOf(play(flow).says("y"))).toMatchObject({ wants_ticket: false });
  });
});

describe("what goes on too long", () => {
  test("a question is asked again so often, then a person is asked for", () => {
    const run = play(
      flowOf(question({ kind: "email" }, { retries: 1, retry_text: "No, {{customer.name}}: an e-mail." })),
    );
    expect(wordsOf(run.says("x"))).toEqual(["No, Ann: an e-mail."]);
    expect(endOf(run.says("x"))).toMatchObject({ wants_ticket: true, is_error: false });
    expect(run.says("ann@example.com")).toEqual([]);
  });

  test("FL8 what comes in the same go answers, or is passed over", () => {
    const run = play(flowOf(question({ kind: "email" }, { retries: 1 })));
    run.says("x");
    const until = run.later(10).length === 0 && run.execution.waiting;
    expect(run.adds("and")).toEqual([]);
    expect(run.execution.waiting).toEqual(until);
    expect(endOf(run.adds("ann@example.com"))).toMatchObject({ wants_ticket: false });
  });

  test("or its own way out is taken", () => {
    const run = play(flowOf(question({ kind: "email" }, { retries: 0, on_failed: "done" })));
    expect(endOf(run.says("x"))).toMatchObject({ wants_ticket: false });
  });

  test("nobody answers: a person is asked for, or its own way out is taken", () => {
    const flow = flowOf(question({ kind: "text" }, { timeout: HOUR }));
    const run = play(flow);
    expect(run.begun.at(-1)).toEqual({ type: "wait_until", at: NOON + HOUR * 1_000 });
    expect(run.later(HOUR - 1)).toEqual([]);
    expect(endOf(run.later(1))).toMatchObject({ wants_ticket: true, is_error: true });
    const other = play(flowOf(question({ kind: "text" }, { timeout: HOUR, on_timeout: "done" })));
    expect(endOf(other.later(HOUR))).toMatchObject({ wants_ticket: false, is_error: false });
  });

  test("a loop ends with an error after 200 steps, however slow it is", () => {
    const run = play(flowOf({ a: { type: "wait", seconds: 1, next: "b" }, b: { type: "jump", to: "a" } }));
    let ended: Output | undefined;
    for (let times = 0; times < 200 && !ended; times++) ended = endOf(run.later(1));
    expect(ended).toMatchObject({ wants_ticket: true, is_error: true, reason: expect.stringContaining("circle") });
    expect(run.later(1)).toEqual([]);
  });

  test("a loop that was never checked does not hang", () => {
    const run = play(flowOf({ a: { type: "jump", to: "a" } }));
    expect(endOf(run.begun)).toMatchObject({ is_error: true });
  });

  test("a loop that customers go round may be as long as they like", () => {
    const run = play(flowOf(question({ kind: "text" }, { next: "a" })));
    for (let times = 0; times < 500; times++) run.says("again");
    expect(run.execution).toMatchObject({ ended: false, waiting: { for: "answer" } });
  });

  test("a wait goes on by itself, or when the customer writes", () => {
    const nodes = { a: { type: "wait", seconds: 60, next: "done", on_message: "b" }, b: { type: "ticket" } };
    expect(endOf(play(flowOf(nodes)).later(60))).toMatchObject({ wants_ticket: false });
    expect(endOf(play(flowOf(nodes)).says("hello?"))).toMatchObject({ wants_ticket: true });
    const deaf = play(flowOf({ a: { type: "wait", seconds: 60, next: "done" } }));
    expect(deaf.says("hello?")).toEqual([]);
    expect(endOf(deaf.later(60))).toBeDefined();
  });
});

describe("conditions", () => {
  const decide = (test: object, variables: Record<string, unknown>) => {
    const flow = flowOf({
      a: { type: "condition", cases: [{ when: { all: [test] }, next: "yes" }], otherwise: "done" },
      yes: { type: "ticket" },
    });
    const end = endOf(play(flow, variables).begun);
    return end?.type === "ended" && end.wants_ticket;
  };
  const cases: [boolean, object, unknown][] = [
    [true, { op: "equals", value: "gold" }, "Gold"],
    [true, { op: "equals", value: 3 }, "3"],
    [false, { op: "equals", value: "" }, "x"],
    [true, { op: "equals", value: null }, null],
    [true, { op: "not_equals", value: "a" }, "b"],
    [true, { op: "contains", value: "ana" }, "Banana"],
    [true, { op: "contains", value: "b" }, ["a", "b"]],
    [false, { op: "contains", value: "" }, "x"],
    [true, { op: "greater", value: 9 }, 10],
    [true, { op: "greater", value: "9" }, "10"],
    [false, { op: "greater", value: 1 }, ""],
    [false, { op: "greater", value: 1 }, "many"],
    [true, { op: "less", value: "2027-01-01" }, "2026-12-24"],
    [true, { op: "exists" }, 0],
    [false, { op: "exists" }, ""],
    [true, { op: "matches", words: ["refund", "uang kembali"] }, "Mau uang kembali!"],
    [false, { op: "matches", words: ["no"] }, "north"],
    [true, { op: "matches", words: ["👍"] }, "Fine 👍"],
    [true, { op: "matches", words: ["c++"] }, "I like C++!"],
    [false, { op: "matches", words: ["c#"] }, "I like C++!"],
    [false, { op: "equals", value: 5 }, -5],
    [true, { op: "equals", value: -5 }, "−5"],
    [false, { op: "equals", value: "A+" }, "A-"],
    [true, { op: "equals", value: "62 811" }, "+62-811"],
    [false, { op: "equals", value: "दान" }, "दिन"],
    [false, { op: "equals", value: "かき" }, "かぎ"],
    [true, { op: "equals", value: "ガス" }, "ｶﾞｽ"],
    [false, { op: "contains", value: "ข้าว" }, "ขาว"],
  ];
  test.each(cases)("%s: %j of %j", (holds, test, value) => {
    expect(decide({ variable: "variables.x", ...test }, { x: value })).toBe(holds);
  });

  test("any of several, and the first case that holds", () => {
    const when = (tier: string) => ({
      any: [
        { variable: "customer.tier", op: "equals", value: tier },
        { variable: "customer.none", op: "exists" },
      ],
    });
    const flow = flowOf({
      a: {
        type: "condition",
        cases: [
          { when: when("silver"), next: "done" },
          { when: when("gold"), next: "b" },
        ],
        otherwise: "done",
      },
      b: { type: "ticket" },
    });
    expect(endOf(play(flow).begun)).toMatchObject({ wants_ticket: true });
  });
});

describe("calls", () => {
  const node = { type: "http", url: "https://api.example.com/orders/{{variables.id}}?q={{variables.q}}", next: "done" };

  test("what is filled into a URL is escaped, what is secret is only named, and the answer is kept", () => {
    const flow = flowOf({
      a: {
        ...node,
        method: "POST",
        headers: { Authorization: "Bearer {{secrets.key}}", "X-Name": "{{variables.q}}" },
        body: { id: "{{variables.id}}", list: ["{{variables.q}}!"] },
        save_as: "order",
        next: "b",
      },
      b: { type: "message", message: { content: "{{http.status}} {{variables.order.items.0.name}}" }, next: "done" },
    });
    const run = play(flow, { id: 7, q: "a&b/c {{secrets.key}}" });
    expect(run.begun).toEqual([
      {
        type: "call_http",
        call: {
          number: 1,
          method: "POST",
          url: "https://api.example.com/orders/7?q=a%26b%2Fc%20%7B%7Bsecrets.key%7D%7D",
          headers: [
            { name: "Authorization", parts: ["Bearer ", { secret: "key" }] },
            { name: "X-Name", parts: ["a&b/c {{secrets.key}}"] },
          ],
          body: '{"id":7,"list":["a&b/c {{secrets.key}}!"]}',
          timeout_ms: 10_000,
        },
      },
    ]);
    expect(run.says("hello?")).toEqual([]);
    const answer = { status: 200, body: { items: [{ name: "Tea" }] }, error: null };
    expect(wordsOf(run.give({ type: "http_answered", answer }))).toEqual(["200 Tea"]);
  });

  test.each([".", ".."])("a customer who says %j is led nowhere else", (id) => {
    const flow = flowOf({
      a: { ...node, url: "https://api.example.com/orders/{{variables.id}}/items", on_failure: "b" },
      b: { type: "ticket", reason: "{{http.error}}" },
    });
    expect(endOf(play(flow, { id }).begun)).toMatchObject({ reason: "The URL would lead elsewhere" });
  });

  test("a failure has a way of its own, or a person takes over", () => {
    const answer = { status: 404, body: null, error: "The answer was 404." };
    const run = play(flowOf({ a: node }));
    expect(endOf(run.give({ type: "http_answered", answer }))).toMatchObject({ wants_ticket: true, is_error: true });
    const other = play(flowOf({ a: { ...node, on_failure: "b" }, b: { type: "end", leads_to: "ai" } }));
    expect(endOf(other.give({ type: "http_answered", answer }))).toMatchObject({ wants_ticket: false, leads_to: "ai" });
  });

  test("the AI agent answers, or is not sure", () => {
    const flow = flowOf({
      a: { type: "ai_answer", question: "What of {{customer.name}}?", next: "done", on_low_confidence: "b" },
      b: { type: "ticket" },
    });
    const run = play(flow);
    expect(run.begun).toEqual([{ type: "ask_ai", question: "What of Ann?" }]);
    expect(wordsOf(run.give({ type: "ai_answered", body: "All is well.", low_confidence: false }))).toEqual([
      "All is well.",
    ]);
    const unsure = play(flow).give({ type: "ai_answered", body: "Perhaps.", low_confidence: true });
    expect([wordsOf(unsure), endOf(unsure)]).toMatchObject([[], { wants_ticket: true }]);
  });
});

describe("flows that cannot work", () => {
  const faults = (nodes: object, more: object = {}, around: object = {}) =>
    faultsOf(flowOf(nodes, more), { ...SURROUNDINGS, ...around });

  test("IN1 where silence closes the conversation before a wait is over, it is warned of", () => {
    const nodes = {
      ...question({ kind: "text" }, { timeout: 3_601, next: "b" }),
      b: { type: "wait", seconds: 3_600, next: "c" },
      c: { type: "wait", seconds: 7_200, next: "done" },
    };
    const { errors, warnings } = faults(nodes, {}, { silence: 3_600 });
    expect([errors, warnings.map(({ field }) => field)]).toEqual([[], ["nodes.a.timeout", "nodes.c.seconds"]]);
    expect(warnings[0]?.detail).toContain("after 3600 seconds");
    expect(faults(nodes, {}, { silence: null }).warnings).toEqual([]);
  });

  test("what is not known is named with its path", () => {
    const { errors } = faults({
      a: {
        type: "condition",
        cases: [{ when: { all: [{ variable: "user.name", op: "exists" }] }, next: "nowhere" }],
        otherwise: "b",
      },
      b: { type: "message", message: { content: "{{secrets.key}} {{foo}}" }, next: "done" },
    });
    expect(errors.map(({ field }) => field)).toEqual([
      "nodes.a.cases.0.next",
      "nodes.a.cases.0.when.all.0.variable",
      "nodes.b.message.content",
      "nodes.b.message.content",
    ]);
    expect(faults({}, { start: "x" }).errors[0]).toEqual({ field: "start", detail: "There is no node x." });
  });

  test("a node of a type that nobody knows is refused by its shape", () => {
    const parsed = Flow.safeParse({ start: "a", nodes: { a: { type: "dance", next: "a" } } });
    expect(parsed.error?.issues[0]?.path).toEqual(["nodes", "a", "type"]);
  });

  test("circles without a pause are errors; with a question or a wait they are none", () => {
    const circle = faults({
      a: { type: "jump", to: "b" },
      b: { type: "set", variables: {}, next: "a" },
      c: { type: "jump", to: "done" },
    });
    expect(circle.errors.map(({ detail }) => detail).join()).toContain("a → b → a");
    const fine = faults({
      ...question({ kind: "text" }, { next: "b" }),
      b: {
        type: "condition",
        cases: [{ when: { all: [{ variable: "answers.it", op: "exists" }] }, next: "done" }],
        otherwise: "a",
      },
    });
    expect(fine.errors).toEqual([]);
  });

  test("a flow without an end, and nodes that nothing leads to", () => {
    expect(faults(question({ kind: "text" }, { next: "a" })).errors).toMatchObject([{ field: "nodes" }]);
    expect(faults({ a: { type: "end" } }).warnings).toEqual([{ field: "nodes.done", detail: "Nothing leads here." }]);
  });

  test("a URL that leads inside, or whose host is filled in", () => {
    const call = (url: string) => faults({ a: { type: "http", url, next: "done" } }).errors.map(({ field }) => field);
    expect(call("http://10.0.0.1/x")).toEqual(["nodes.a.url"]);
    expect(call("https://{{variables.host}}/x")).toEqual(["nodes.a.url"]);
    expect(call("https://api.example.com{{variables.host}}/x")).toEqual(["nodes.a.url"]);
    expect(call("https://api.example.com/{{variables.path}}")).toEqual([]);
  });

  test("a message that WhatsApp does not take", () => {
    const message = {
      message_type: "interactive",
      payload: { type: "button", body: { text: "" }, action: { buttons: [] } },
    };
    const { errors } = faults({ a: { type: "message", message, next: "done" } });
    expect(errors.map(({ field }) => field)).toEqual([
      "nodes.a.message.payload.body.text",
      "nodes.a.message.payload.action.buttons",
    ]);
  });

  test("an answer that no question asks for is a warning", () => {
    expect(
      faults({ a: { type: "message", message: { content: "{{answers.size}}" }, next: "done" } }).warnings,
    ).toHaveLength(1);
  });
});

describe("the demonstration flows", () => {
  const read = (name: string) => {
    const url = new URL(`../../src/selfhost/demo-flows/${name}.json`, import.meta.url);
    return Flow.parse(JSON.parse(readFileSync(url, "utf8")).flow);
  };
  const played = (name: string, trial: object) => tryOut(read(name), Trial.parse(trial), NOON);

  test.each(["order-status", "appointment", "complaint"])("%s has no fault", (name) => {
    expect(faultsOf(read(name), SURROUNDINGS)).toEqual({ errors: [], warnings: [] });
  });

  test("an order is looked up", () => {
    const body = { status: "shipped", arrives_on: "Tuesday" };
    const result = played("order-status", {
      inputs: [{ text: "my order?" }, { text: "10023" }, { press: "no" }],
      http: { ask_service: [{ body }] },
    });
    expect(result.transcript.map(({ from, type }) => `${from} ${type}`)).toEqual([
      ...[
        "flow say",
        "flow wait_until",
        "customer said",
        "flow say",
        "flow wait_until",
        "customer said",
        "flow call_http",
      ],
      ...[
        "service http_answered",
        "flow say",
        "flow say",
        "flow wait_until",
        "customer said",
        "flow say",
        "flow ended",
      ],
    ]);
    expect(result.transcript.map(({ content }) => content)).toContain(
      "Order 10023 is on its way and should arrive on Tuesday.",
    );
    expect(result).toMatchObject({ ended: true, answers: { order_number: 10023, anything_else: "no" } });
  });

  test("an order that is not there is asked for again, and silence ends it", () => {
    const result = played("order-status", {
      inputs: [{ text: "7" }, { press: "again" }, { wait: 3_600 }],
      http: { ask_service: [{ status: 404 }] },
    });
    expect(result.transcript.at(-1)).toMatchObject({ type: "ended", data: { wants_ticket: false } });
  });

  test("an appointment is made", () => {
    const result = played("appointment", {
      inputs: [
        { press: "pickup" },
        { location: { latitude: -6.2, longitude: 106.8 } },
        { text: "friday" },
        { text: "two people" },
        { text: "2" },
        { text: "ann@example.com" },
        { text: "yes" },
      ],
    });
    expect(result.transcript.at(-1)?.content).toBe(
      "Appointment: Pick-up at home on 2026-11-27, 2 people, ann@example.com",
    );
  });

  test("a complaint comes to a person with what was said", () => {
    const result = played("complaint", { inputs: [{ text: "4" }, { text: "They were rude" }] });
    expect(result.transcript.at(-1)?.content).toBe("Complaint (urgent): How I was treated – They were rude");
  });
});
