import * as z from "zod";
import { FlowNode, Name, Variables } from "./flow-nodes.ts";

const Words = z.array(z.string().min(1).max(200)).min(1).max(100);

const Trigger = z.discriminatedUnion("on", [
  z.strictObject({ on: z.literal("conversation") }).meta({ description: "Every new conversation" }),
  z.strictObject({ on: z.literal("word"), words: Words }).meta({ description: "One of these words or phrases" }),
  z.strictObject({ on: z.literal("button"), ids: Words }).meta({ description: "A button with one of these ids" }),
]);

const text = z.string().min(1).max(1_000).optional();

/** What leads a customer through a conversation: nodes, each of which says what comes next. */
export const Flow = z
  .strictObject({
    triggers: z.array(Trigger).max(20).default([]).meta({ description: "What begins it, beside the API" }),
    start: Name.meta({ description: "The first node" }),
    nodes: z.record(Name, FlowNode).refine((nodes) => Object.keys(nodes).length <= 200, "at most 200 nodes"),
    variables: Variables.default({}).meta({ description: "What `{{variables.<name>}}` are before anybody sets them" }),
    texts: z
      .strictObject({ text, choice: text, number: text, date: text, email: text, location: text })
      .default({})
      .meta({ description: "What is said when an answer of a kind is not understood, where a question does not say" }),
  })
  .meta({
    id: "Flow",
    example: {
      triggers: [{ on: "word", words: ["opening hours"] }],
      start: "hours",
      nodes: {
        hours: { type: "message", message: { content: "We are open from 9 to 18 o'clock." }, next: "more" },
        more: {
          type: "question",
          text: "Is there anything else, {{customer.name|dear customer}}?",
          answer: {
            kind: "choice",
            options: [
              { id: "no", label: "No" },
              { id: "yes", label: "Yes" },
            ],
          },
          save_as: "more",
          next: "which",
        },
        which: {
          type: "condition",
          cases: [{ when: { all: [{ variable: "answers.more", op: "equals", value: "yes" }] }, next: "person" }],
          otherwise: "done",
        },
        person: { type: "ticket", reason: "Asked about the opening hours" },
        done: { type: "end" },
      },
    },
  });

export type Flow = z.output<typeof Flow>;
export type Node = z.output<typeof FlowNode>;
export type NodeOf<Type extends Node["type"]> = Extract<Node, { type: Type }>;
export type Question = NodeOf<"question">;
export type Answer = Question["answer"];
