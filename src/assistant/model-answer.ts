import { LOW_CONFIDENCE } from "../knowledge/confidence.ts";
import type { Found, Search } from "../knowledge/passage-index.ts";
import { err, ok, type Result } from "../lib/result.ts";
import type { AssistantModel } from "../tenant/assistant.ts";
import type { AssistantAnswer, Means, ModelFault, Tokens } from "./answer.ts";
import { faultIn } from "./checking.ts";
import { limitReached } from "./limits.ts";
import { type Marked, unmarked } from "./marks.ts";
import { askOnce, type PromptMessage, type Said, type Unsaid } from "./model-stream.ts";
import { MOST_PASSAGES, promptOf, rulesFor } from "./prompt.ts";
import type { Question } from "./question.ts";
import { sourceOf } from "./quoting.ts";
import { silence } from "./silence.ts";
import { TOOLS, type Wishes, wishesOf } from "./tools.ts";
import { wordsIn } from "./words.ts";

/** The model may ask for something and go on so often. */
const MOST_ROUNDS = 3;
const FIRST_TOKEN_MS = 10_000;
/** A question of so few words is one about what was said before. */
const FEW_WORDS = 5;
/** Words without facts are few, and hold no numbers. In characters. */
const LONGEST_CHAT = 300;

/** What was said in all requests of a turn. */
interface Spoken {
  text: string;
  wishes: Wishes;
}

/** What all requests of a turn took. */
interface Bill {
  tokens: Tokens;
  cost: number | null;
  tool_calls: string[];
}

/** Has the model answer from passages. Its words are checked before anybody sees them. */
export async function askModel(
  model: AssistantModel,
  question: Question,
  search: Search,
  means: Means,
): Promise<Result<AssistantAnswer, ModelFault>> {
  const passages = passagesFor(question, search, means);
  const bill: Bill = { tokens: { input: 0, output: 0 }, cost: isPriced(model) ? 0 : null, tool_calls: [] };
  const spoken = await inRounds(model, question, promptOf(question, passages, means), means, bill);
  const metadata = { model: model.model, ...bill };
  if (!spoken.ok) return err({ error: spoken.error, refused: false, metadata });
  const said = unmarked(spoken.value.text, passages.length);
  const fault =
    said.text === "" && isWish(spoken.value.wishes) ? null : faultIn(said.text, knownTo(question, passages, means));
  if (fault !== null) return err({ error: `What the model said was not sent: ${fault}.`, refused: true, metadata });
  return ok(answerOf(said, spoken.value.wishes, { question, passages, search, means, metadata }));
}

/** "And on Sundays?" is found with what was asked before; the model tells what of it fits. */
function passagesFor({ text, before }: Question, { found }: Search, means: Means): Found[] {
  const isShort = text.split(/\s+/).length <= FEW_WORDS;
  const more = before !== null && isShort ? means.search(`${before}\n${text}`).found : [];
  const all = more.length === 0 ? found : [...found.slice(0, MOST_PASSAGES / 2), ...more];
  const places = all.map(({ article_id, passage }) => `${article_id} ${passage}`);
  return all.filter((_, index) => places.indexOf(places[index] ?? "") === index).slice(0, MOST_PASSAGES);
}

async function inRounds(
  model: AssistantModel,
  question: Question,
  messages: PromptMessage[],
  means: Means,
  bill: Bill,
): Promise<Result<Spoken, string>> {
  const deadline = means.now() + model.timeout * 1_000;
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const whole = Math.max(1, deadline - means.now());
    const first = Math.min(whole, means.first_token_ms ?? FIRST_TOKEN_MS);
    // The last time it has no tools: it has to speak.
    const tools = round < MOST_ROUNDS ? TOOLS : [];
    const said = await askOnce(model, { messages, tools }, { first, whole }, means.fetch);
    charge(model, said.ok ? said.value : said.error, means, bill);
    if (!said.ok) return err(said.error.error);
    const { text, tool_calls } = said.value;
    bill.tool_calls.push(...tool_calls.map(({ name }) => name.slice(0, 64)));
    const wishes = wishesOf(tool_calls, question);
    if (tool_calls.length === 0 || isWish(wishes)) return ok({ text, wishes });
    if (round === MOST_ROUNDS || limitReached(means.settings, means.usage.today()) !== null) break;
    messages = [...messages, ...exchangeOf(said.value, wishes)];
  }
  return err("The model asked for tools and never spoke.");
}

const isWish = ({ handoff_reason, closes }: Wishes): boolean => handoff_reason !== null || closes;

/** The model's calls and what they are answered, as the next request repeats them. */
function exchangeOf({ text, tool_calls }: Said, { results }: Wishes): PromptMessage[] {
  const ids = tool_calls.map(({ id }, index) => id || `call_${index}`);
  const calls = tool_calls.map((call, index) => ({
    id: ids[index] ?? "",
    type: "function" as const,
    function: { name: call.name, arguments: call.arguments || "{}" },
  }));
  return [
    { role: "assistant", content: text, tool_calls: calls },
    ...results.map(({ content }, index) => ({ role: "tool" as const, tool_call_id: ids[index] ?? "", content })),
  ];
}

const isPriced = ({ price_input, price_output }: AssistantModel) => price_input !== null || price_output !== null;

function charge(model: AssistantModel, { tokens }: Said | Unsaid, means: Means, bill: Bill): void {
  const perToken = (price: number | null) => (price ?? 0) / 1_000_000;
  const cost = tokens.input * perToken(model.price_input) + tokens.output * perToken(model.price_output);
  means.usage.note(tokens, bill.cost === null ? null : cost);
  bill.tokens = { input: bill.tokens.input + tokens.input, output: bill.tokens.output + tokens.output };
  if (bill.cost !== null) bill.cost = Number((bill.cost + cost).toFixed(8));
}

function knownTo(question: Question, passages: Found[], means: Means) {
  const { settings, title } = means;
  const sources = passages.flatMap(({ article_id, heading, text }) => {
    const article = title(article_id);
    return [article?.title, article?.source_url, heading, text];
  });
  const own = [JSON.stringify(question.contact), ...question.turns.map(({ text }) => text)];
  const open = [...sources, ...own, settings.instructions].filter((one) => one).join("\n");
  return { secret: rulesFor(means), api_key: settings.model?.api_key ?? null, open };
}

interface Grounds {
  question: Question;
  passages: Found[];
  search: Search;
  means: Means;
  metadata: Record<string, unknown>;
}

function answerOf(said: Marked, wishes: Wishes, grounds: Grounds): AssistantAnswer {
  const { question, passages, search, means, metadata } = grounds;
  const { handoff_reason, closes } = wishes;
  const words = wordsIn(question.language);
  const ownWords = handoff_reason !== null ? words.handing_over : words.farewell;
  const isLow = !isWish(wishes) && !isGrounded(said);
  const sources = said.cited.flatMap((number) => passages[number - 1] ?? []).map((one) => sourceOf(one, means));
  return {
    ...silence(),
    ...{ body: said.text === "" ? ownWords : said.text, closes },
    ...{ low_confidence: isLow, confidence: confidenceOf(said, isLow, search) },
    ...{ wants_ticket: handoff_reason !== null, handoff_reason },
    metadata: { ...metadata, ...(sources.length > 0 && { sources }) },
  };
}

/** It names its passages, or says nothing that needs one. */
const isGrounded = ({ text, cited, unknown, chat }: Marked): boolean =>
  !unknown && (cited.length > 0 || (chat && text.length <= LONGEST_CHAT && !/\p{Nd}/u.test(text)));

/** The model vouches for its passages as the index cannot, across languages and wordings; without any it has nothing. */
function confidenceOf({ cited }: Marked, isLow: boolean, { confidence }: Search): number | null {
  if (isLow) return Math.min(confidence, LOW_CONFIDENCE / 2);
  return cited.length > 0 ? Math.max(confidence, (1 + LOW_CONFIDENCE) / 2) : null;
}
