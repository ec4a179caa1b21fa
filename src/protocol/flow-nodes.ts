import * as z from "zod";
import { differ } from "./words.ts";

/** A name that templates can write: of a node, an answer, a variable, an option. */
export const Name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, "must begin with a letter and have letters, digits and _ only, at most 64");

/** In which `{{customer.name}}`, `{{answers.order_number}}`, `{{variables.order.status}}` are filled in. */
const Template = (most: number) => z.string().min(1).max(most);

const to = Name.meta({ description: "The node that comes next" });
const next = to;
const TEXT = 4_096;

/** What a flow can say: as `POST /messages` takes it, with templates in its texts. */
const MESSAGE_TYPES = [
  ...["text", "image", "video", "audio", "document", "sticker", "location", "contacts", "interactive", "template"],
  "reaction",
];

const Message = z.strictObject({
  type: z.literal("message"),
  message: z
    .strictObject({
      message_type: z.enum(MESSAGE_TYPES).default("text"),
      content: z.string().max(TEXT).optional(),
      payload: z.record(z.string(), z.unknown()).optional(),
    })
    .meta({ description: "As the body of `POST /messages`; a reaction is for the customer's last message" }),
  next,
});

const Option = z.strictObject({
  id: Name.meta({ description: "What the answer is kept as" }),
  label: Template(200).meta({ description: "What the customer sees" }),
  description: Template(72).optional().meta({ description: "A second line, where the options are shown as a list" }),
  next: to.optional().meta({ description: "Where this option leads; the question's `next` unless said" }),
});

const Day = z.union([z.literal("today"), z.iso.date("must be `today` or a day as YYYY-MM-DD")]);

const Answer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("text"),
    min_length: z.number().int().min(1).max(TEXT).default(1),
    max_length: z.number().int().min(1).max(TEXT).default(TEXT),
  }),
  z.strictObject({
    kind: z.literal("choice"),
    options: z
      .array(Option)
      .min(1)
      .max(20)
      .refine((options) => differ(options.map(({ id }) => id)), "each option needs an id of its own"),
    button: z.string().min(1).max(20).default("Choose").meta({ description: "What opens the list of 4 to 10 options" }),
  }),
  z.strictObject({
    kind: z.literal("number"),
    min: z.number().optional(),
    max: z.number().optional(),
    integer: z.boolean().default(false),
  }),
  z.strictObject({
    kind: z.literal("date"),
    earliest: Day.optional(),
    latest: Day.optional(),
    order: z.enum(["day_first", "month_first"]).default("day_first").meta({ description: "How 03/04/2027 is read" }),
  }),
  z.strictObject({ kind: z.literal("email") }),
  z.strictObject({ kind: z.literal("location") }),
]);

/** In seconds: a day, and a week. */
const DAY = 86_400;
const LONGEST_WAIT = 7 * DAY;

/** Before silence closes a conversation by default, which would end the flow. */
const QUESTION_TIMEOUT = DAY - 3_600;

const Question = z.strictObject({
  type: z.literal("question"),
  text: Template(TEXT),
  answer: Answer,
  save_as: Name.meta({
    description: "`{{answers.<save_as>}}`; of a choice the option's id, with its label beside it in `<save_as>_label`",
  }),
  retries: z.number().int().min(0).max(3).default(2).meta({ description: "So often it is asked again" }),
  retry_text: Template(TEXT).optional().meta({ description: "What is said when an answer is not understood" }),
  timeout: z.number().int().min(60).max(LONGEST_WAIT).default(QUESTION_TIMEOUT).meta({
    description:
      "In seconds. A conversation that falls silent for longer than its tenant's inactivity timeout is closed before",
  }),
  next,
  on_failed: to.optional().meta({ description: "After the last retry; a person is asked for unless said" }),
  on_timeout: to.optional().meta({ description: "When nobody answers; a person is asked for unless said" }),
});

const Test = z
  .strictObject({
    variable: z.string().min(1).max(200).meta({ description: "A path, such as `answers.size` or `customer.tier`" }),
    op: z.enum(["equals", "not_equals", "contains", "greater", "less", "exists", "matches"]),
    value: z.union([z.string().max(TEXT), z.number(), z.boolean(), z.null()]).optional(),
    words: z.array(Template(200)).min(1).max(100).optional().meta({ description: "Of `matches`: one of these words" }),
  })
  .refine(({ op, words }) => op !== "matches" || words !== undefined, {
    error: "is needed: the words that it may have",
    path: ["words"],
  })
  .refine(({ op, value }) => op === "exists" || op === "matches" || value !== undefined, {
    error: "is needed: what it is compared with",
    path: ["value"],
  });

const Tests = z.array(Test).min(1).max(20);

const When = z
  .strictObject({ all: Tests.optional(), any: Tests.optional() })
  .refine(({ all, any }) => (all === undefined) !== (any === undefined), {
    error: "one of all and any is needed, and only one",
    path: ["all"],
  });

const Condition = z.strictObject({
  type: z.literal("condition"),
  cases: z
    .array(z.strictObject({ when: When, next: to }))
    .min(1)
    .max(20)
    .meta({ description: "The first that holds leads on" }),
  otherwise: to.meta({ description: "Where it goes when none holds" }),
});

const Variables = z.record(Name, z.unknown()).refine((all) => JSON.stringify(all).length <= 16_384, "too long");

const Assignment = z.strictObject({
  type: z.literal("set"),
  variables: Variables.meta({ description: "Each becomes `{{variables.<name>}}`" }),
  next,
});

const HttpCall = z.strictObject({
  type: z.literal("http"),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  url: Template(2_048).meta({ description: "What is filled in is escaped; the host may not be filled in" }),
  headers: z
    .record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/, "must be the name of a header"), Template(2_048))
    .default({})
    .meta({ description: "`{{secrets.<name>}}` can be written here only" }),
  body: z.unknown().optional().meta({ description: "JSON, with templates in its texts" }),
  timeout: z.number().min(1).max(10).default(10).meta({ description: "In seconds" }),
  save_as: Name.optional().meta({ description: "The answer's JSON, at most 64 KB, becomes `{{variables.<save_as>}}`" }),
  next: to.meta({ description: "After an answer of 2xx" }),
  on_failure: to.optional().meta({ description: "After any other answer, or none; a person is asked for unless said" }),
});

const AiAnswer = z.strictObject({
  type: z.literal("ai_answer"),
  question: Template(TEXT).default("{{message.text}}"),
  say: z.boolean().default(true).meta({ description: "false only keeps it as `{{ai.body}}`" }),
  next,
  on_low_confidence: to.optional().meta({ description: "Where it goes, without a word, when the agent is not sure" }),
});

const Ticket = z.strictObject({
  type: z.literal("ticket"),
  reason: Template(500).default("The flow asks for a person"),
  team_id: z.string().min(1).max(255).optional().meta({ description: "Whose work it is" }),
});

const Wait = z.strictObject({
  type: z.literal("wait"),
  seconds: z.number().int().min(1).max(LONGEST_WAIT),
  next,
  on_message: to.optional().meta({ description: "Where it goes when the customer writes meanwhile" }),
});

const Jump = z.strictObject({ type: z.literal("jump"), to });

const End = z.strictObject({
  type: z.literal("end"),
  leads_to: z
    .enum(["close", "ai"])
    .default("close")
    .meta({ description: "Closes the conversation, or gives the word to the AI agent" }),
});

export const FlowNode = z.discriminatedUnion("type", [
  Message,
  Question,
  Condition,
  Assignment,
  HttpCall,
  AiAnswer,
  Ticket,
  Wait,
  Jump,
  End,
]);

export { Variables };
