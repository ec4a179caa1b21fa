/** A tool that the model calls, with its arguments as JSON. */
export interface ModelCall {
  name: string;
  arguments: string;
}

/**
 * What goes wrong at the endpoint. `hangs`: no answer at all. `stalls`: none any more after the first words. `breaks_off`:
 * the stream ends in the middle. `garbage`: a stream of what is no JSON. `strange`: JSON that is no chunk. `html`: a page.
 * `endless`: never stops speaking. `empty`: says nothing. The numbers are HTTP statuses.
 */
export const MODEL_FAULTS = [
  ...(["hangs", "stalls", "breaks_off", "garbage", "strange", "html", "endless", "empty"] as const),
  ...(["401", "404", "429", "500", "503"] as const),
] as const;

export type ModelFaultName = (typeof MODEL_FAULTS)[number];

export interface ModelSettings {
  /** The key that is asked for; null for none. */
  api_key: string | null;
  /** Said whatever is asked; null for words made of the passages in the prompt. */
  says: string | null;
  /** Tools that it calls before it says anything. */
  calls: ModelCall[];
  /** It calls them again whatever they are answered. */
  calls_again: boolean;
  /** Before its first word, in milliseconds. */
  thinks_ms: number;
  /** How often the fault shows itself; null until it is switched off. */
  fault: { how: ModelFaultName; count: number | null } | null;
}

const USUAL: ModelSettings = { api_key: null, says: null, calls: [], calls_again: false, thinks_ms: 0, fault: null };

/** A message of a prompt, as far as the stand-in reads it. */
interface PromptMessage {
  role: string;
  content: string;
}

/** What it was asked. */
export interface ModelRequest {
  at: string;
  model: string;
  messages: PromptMessage[];
  tools: string[];
}

const MOST_REQUESTS = 50;

/** A language model without a mind: it says what it is told to, or repeats the first passage that it is given. */
export class ModelStandIn {
  #settings = USUAL;
  #requests: ModelRequest[] = [];

  get settings(): ModelSettings {
    return this.#settings;
  }

  /** The latest last. */
  get requests(): ModelRequest[] {
    return this.#requests;
  }

  change(changes: Partial<ModelSettings>): void {
    this.#settings = { ...this.#settings, ...changes };
  }

  /** As it was at the start. */
  reset(): void {
    this.#settings = USUAL;
    this.#requests = [];
  }

  note(request: ModelRequest): void {
    this.#requests = [...this.#requests, request].slice(-MOST_REQUESTS);
  }

  /** Uses one of the fault's times; null where nothing goes wrong. */
  fault(): ModelFaultName | null {
    const { fault } = this.#settings;
    if (fault === null) return null;
    const left = fault.count === null ? null : fault.count - 1;
    this.#settings = { ...this.#settings, fault: left === 0 ? null : { ...fault, count: left } };
    return fault.how;
  }

  /** What it says to a prompt: words, or calls of tools. */
  reply({ messages, tools }: Pick<ModelRequest, "messages" | "tools">): { text: string; calls: ModelCall[] } {
    const { says, calls, calls_again } = this.#settings;
    const hasCalled = messages.some(({ role }) => role === "tool");
    const mayCall = tools.length > 0 && (calls_again || !hasCalled);
    if (calls.length > 0 && mayCall) return { text: "", calls };
    return { text: says ?? repeated(messages), calls: [] };
  }
}

/** The first sentences of the first passage, with its number. */
function repeated(messages: PromptMessage[]): string {
  const system = messages.find(({ role }) => role === "system")?.content ?? "";
  const passage = /<passage number="1"[^>]*>\n[^\n]*\n([\s\S]*?)\n<\/passage>/.exec(system)?.[1];
  if (passage === undefined) return "I do not know that. A person of our team can help. [unknown]";
  const sentences = passage.match(/[^.!?。！？]+[.!?。！？]*/g) ?? [passage];
  return `${sentences.slice(0, 2).join("").trim()} [1]`;
}
