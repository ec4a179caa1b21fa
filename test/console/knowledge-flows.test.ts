import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { conditionWords, graphOf } from "../../src/console/settings/flows/graph.ts";
import { curveOf, layoutOf } from "../../src/console/settings/flows/graph-layout.ts";
import { formatJson, markOf, parsed, placeOf, placesOf } from "../../src/console/settings/flows/json.ts";
import { choicesOf, type Line, wordsOf } from "../../src/console/settings/flows/trial/bubble.ts";

const demo = (name: string) =>
  JSON.parse(readFileSync(`${import.meta.dirname}/../../src/selfhost/demo-flows/${name}.json`, "utf8")).flow;

describe("where things stand in JSON", () => {
  const TEXT = '{\n  "start": "a",\n  "nodes": { "a": { "type": "end", "list": [1, {"x": "}\\""}] } }\n}';
  const at = (path: string) => {
    const { from, to } = placeOf(placesOf(TEXT), path);
    return TEXT.slice(from, to);
  };

  test("each value is found by its path, with its name", () => {
    expect(at("start")).toBe('"start": "a"');
    expect(at("nodes.a.type")).toBe('"type": "end"');
    expect(at("nodes.a.list.0")).toBe("1");
    expect(at("nodes.a.list.1.x")).toBe('"x": "}\\""');
  });

  test("what is missing stands where it belongs", () => {
    expect(at("nodes.a.next")).toBe(at("nodes.a"));
    expect(at("nodes.b.c.d")).toBe(at("nodes"));
    expect(at("")).toBe(TEXT);
  });

  test.each(["", "{", '{"a', '{"a":', '{"a": [', '{"a": ]', "{,,}", '{"a" "b"}', "}", "[[[", '{"a": tru', "\u0000{"])(
    "a half-written text is read without end: %j",
    (text) => {
      const places = placesOf(text);
      for (const { from, to } of places.values()) expect(from <= to && to <= text.length).toBe(true);
    },
  );

  test("of a fault only its first line is marked", () => {
    const { from, to } = markOf(TEXT, placeOf(placesOf(TEXT), ""));
    expect(TEXT.slice(from, to)).toBe("{");
  });

  test.each(["order-status", "complaint", "appointment"])("the flow %s is the same after it was tidied up", (name) => {
    const text = formatJson(demo(name));
    expect(parsed(text)).toEqual(demo(name));
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThan(220);
  });
});

describe("the graph of a flow", () => {
  test("has each node, and each way on with why it is taken", () => {
    const { nodes, edges } = graphOf(demo("order-status"));
    expect(nodes.find(({ isStart }) => isStart)).toMatchObject({ id: "ask_number", type: "question" });
    const from = (id: string) => edges.filter((edge) => edge.from === id).map(({ to, ways }) => [to, ways]);
    expect(from("ask_number")).toEqual([
      ["ask_service", [{ is: "next" }]],
      ["no_number", [{ is: "failed" }]],
      ["too_late", [{ is: "timeout" }]],
    ]);
    expect(from("ask_service")).toEqual([
      ["which_status", [{ is: "next" }]],
      ["which_failure", [{ is: "failure" }]],
    ]);
    expect(from("satisfied").slice(0, 2)).toEqual([
      ["bye", [{ is: "option", words: "No, thanks" }]],
      ["ask_number", [{ is: "option", words: "Another order" }]],
    ]);
    expect(from("done")).toEqual([]);
  });

  test("ways to the same node are one edge", () => {
    const nodes = { a: { type: "question", next: "b", on_failed: "b", on_timeout: "b" }, b: { type: "end" } };
    expect(graphOf({ start: "a", nodes }).edges).toEqual([
      { id: "a b", from: "a", to: "b", ways: [{ is: "next" }, { is: "failed" }, { is: "timeout" }] },
    ]);
  });

  test("shows what something leads to and is not there", () => {
    const { nodes } = graphOf({ start: "x", nodes: { a: { type: "jump", to: "y" } } });
    expect(nodes.map(({ id, type }) => [id, type])).toEqual([
      ["a", "jump"],
      ["x", "missing"],
      ["y", "missing"],
    ]);
  });

  test.each([null, 1, "x", [], {}, { nodes: null }, { nodes: { a: 1, b: [], c: { type: "question", answer: 3 } } }])(
    "of something half written is what can be read of it: %j",
    (flow) => {
      expect(() => layoutOf(graphOf(flow))).not.toThrow();
    },
  );

  test("conditions are told in signs", () => {
    const equals = { variable: "answers.about", op: "equals", value: "staff" };
    const matches = { variable: "answers.what", op: "matches", words: ["refund", "lawyer"] };
    expect(conditionWords({ all: [equals, { variable: "customer.tier", op: "exists" }] })).toBe(
      "answers.about = staff ∧ customer.tier?",
    );
    expect(conditionWords({ any: [equals, matches] })).toBe("answers.about = staff ∨ answers.what ≈ refund | lawyer");
  });

  test("is laid out without two nodes in one place", () => {
    const graph = graphOf(demo("order-status"));
    const { nodes, edges } = layoutOf(graph);
    expect(new Set([...nodes.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(graph.nodes.length);
    for (const { points } of edges.values()) expect(curveOf(points)).toMatch(/^M [\d.-]+ [\d.-]+ [QL]/);
  });
});

describe("a line of a test run", () => {
  const line = (payload: object): Line => ({
    from: "flow",
    node: "ask",
    type: "say",
    content: "What?\n[A] [B]",
    data: { message: { message_type: "interactive", content: null, payload } },
  });

  test("has its words without its buttons, and what each button presses", () => {
    const buttons = [{ type: "reply", reply: { id: "ask.a", title: "A" } }];
    const said = line({ type: "button", body: { text: "What?" }, action: { buttons } });
    expect(wordsOf(said)).toBe("What?");
    expect(choicesOf(said)).toEqual([{ id: "a", label: "A", description: null }]);
  });

  test("has the rows of a list", () => {
    const rows = [{ id: "ask.b", title: "B", description: "second" }];
    const said = line({ type: "list", body: { text: "What?" }, action: { button: "Open", sections: [{ rows }] } });
    expect(choicesOf(said)).toEqual([{ id: "b", label: "B", description: "second" }]);
  });
});
