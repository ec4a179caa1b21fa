import type { Told } from "../conversation/told.ts";
import { USUAL_REASONS } from "../domain/usual-reasons.ts";
import { LOW_CONFIDENCE } from "../knowledge/confidence.ts";
import type { Search } from "../knowledge/passage-index.ts";
import type { AssistantSettings } from "../tenant/assistant.ts";
import { limitReached } from "./limits.ts";
import { askModel } from "./model-answer.ts";
import { type Question, questionIn } from "./question.ts";
import { askBack, asksForPerson, fromArticles } from "./quoting.ts";
import { handOver, silence } from "./silence.ts";
import { type SmallTalk, smallTalkIn } from "./small-talk.ts";
import { wordsIn } from "./words.ts";

/** What an answer is made with. Nothing in it leads to another customer. */
export interface Means {
  search(question: string): Search;
  title(articleId: string): Source | null;
  settings: AssistantSettings;
  usage: {
    /** Of this day. */
    today(): Usage;
    /** One request to the model, with what it took; the cost is null where nobody knows it. */
    note(tokens: Tokens, cost: number | null): void;
  };
  /** Goes out only where the operator allows: see `way-out.ts`. */
  fetch: typeof fetch;
  /** Epoch milliseconds. */
  now(): number;
  /** Whose customers these are. */
  shop?: string | null;
  /** What a customer may write to get a person, as the tenant's policy has it. */
  handoff_keywords?: readonly string[];
  /** The model's first word comes in this time, or it is given up; in milliseconds. */
  first_token_ms?: number;
}

interface Source {
  title: string;
  source_url: string | null;
}

export interface Tokens {
  input: number;
  output: number;
}

export interface Usage {
  requests: number;
  tokens: number;
  cost: number;
}

/** What the AI agent has to say to a turn. */
export interface AssistantAnswer {
  /** Null: nothing is said. */
  body: string | null;
  low_confidence: boolean;
  /** 0 to 1; null where nothing was looked for. */
  confidence: number | null;
  wants_ticket: boolean;
  handoff_reason: string | null;
  /** The conversation is over after these words. */
  closes: boolean;
  /** `sources`, `model`, `tokens`, `cost`, `tool_calls`, `limit`, `error` (why the model was not used, in words). */
  metadata: Record<string, unknown>;
}

/** Answers what the customer has said since anybody last spoke to them. */
export const answerTurn = (told: Told, means: Means): Promise<AssistantAnswer> =>
  answerQuestion(questionIn(told.messages, told.contact), means);

/** Answers a question. Never throws for what a model or its endpoint does. */
export async function answerQuestion(question: Question, means: Means): Promise<AssistantAnswer> {
  const { settings } = means;
  if (question.text === "" && question.wordless + question.stickers === 0) return silence();
  const isMore = question.wordless > 0 || (isAsked(question) && isModelReady(means));
  const talk = isMore ? null : smallTalkIn(question);
  if (talk !== null && talk.kind !== "asking")
    return { ...silence(), body: ownGreeting(talk, settings) ?? wordsIn(talk.language)[talk.kind] };
  // A model asks back by itself, and about what was said before.
  if (talk !== null && !isModelReady(means)) return { ...silence(), body: askBack(talk.language, means) };
  if (asksForPerson(question.text)) return handOver(question, USUAL_REASONS.person());
  const search = found(question, means);
  if (settings.model === null) return fromArticles(question, search, means);
  const limit = limitReached(settings, means.usage.today());
  if (limit !== null) return withMetadata(fromArticles(question, search, means), { limit });
  const said = await askModel(settings.model, question, search, means);
  return said.ok ? said.value : withoutModel(question, search, means, said.error);
}

/** The tenant's, in place of ours. */
const ownGreeting = ({ kind }: SmallTalk, { greeting }: AssistantSettings): string | null =>
  kind === "greeting" ? greeting : null;

/** Whether we asked the customer something: "ok", "morning" or "nice" may be their answer, and no courtesy. */
const isAsked = ({ turns }: Question): boolean => {
  const ours = turns.findLast(({ by }) => by === "us")?.text ?? "";
  return "?？؟".includes([...ours].findLast((sign) => /[\p{L}\p{N}?？؟]/u.test(sign)) ?? "no");
};

const isModelReady = ({ settings, usage }: Means): boolean =>
  settings.model !== null && limitReached(settings, usage.today()) === null;

/** What was written before a question may be none, such as the wish for a person who then had no time. */
function found({ text, last }: Question, { search }: Means): Search {
  const all = search(text);
  if (all.confidence >= LOW_CONFIDENCE || last === text) return all;
  const ofLast = search(last);
  return ofLast.confidence > all.confidence ? ofLast : all;
}

/** Why the model's words are not used, and what it has cost all the same. */
export interface ModelFault {
  error: string;
  /** It did answer, but what it said must not be sent: then nothing else is, either. */
  refused: boolean;
  metadata: Record<string, unknown>;
}

/** The articles answer in the model's place where they can; else a person does. */
function withoutModel(question: Question, search: Search, means: Means, fault: ModelFault): AssistantAnswer {
  const more = { ...fault.metadata, error: fault.error };
  if (!fault.refused && search.confidence >= LOW_CONFIDENCE && search.found.length > 0) {
    return withMetadata(fromArticles(question, search, means), more);
  }
  const answer = handOver(question, USUAL_REASONS.ai_failed());
  return { ...withMetadata(answer, more), low_confidence: true, confidence: search.confidence };
}

const withMetadata = (answer: AssistantAnswer, metadata: Record<string, unknown>): AssistantAnswer => ({
  ...answer,
  metadata: { ...answer.metadata, ...metadata },
});
