/** What happened, as the page hears of it. */
interface FeedEvent {
  id: string;
  name: string;
  data: unknown;
}

type Subscriber = (event: FeedEvent) => void;

/** So many events can be made up for after a lost connection; one that was away longer starts anew. */
const KEPT = 2_000;

/** A live feed that can be resumed. Ids of an earlier run are not ours: their holders are told to start anew. */
export class Feed {
  readonly #run: string;
  readonly #kept: FeedEvent[] = [];
  readonly #subscribers = new Set<Subscriber>();
  #last = 0;

  constructor(run: string) {
    this.#run = run;
  }

  /** The id to resume from for one who knows all up to now. */
  get cursor(): string {
    return `${this.#run}-${this.#last}`;
  }

  publish(name: string, data: unknown): void {
    this.#last += 1;
    const event = { id: this.cursor, name, data };
    this.#kept.push(event);
    if (this.#kept.length > KEPT) this.#kept.shift();
    for (const subscriber of this.#subscribers) subscriber(event);
  }

  /** Passes on what came after `cursor`, and then everything as it comes. The function given back ends it. */
  subscribe(cursor: string | undefined, subscriber: Subscriber): () => void {
    for (const event of this.#missed(cursor)) subscriber(event);
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  #missed(cursor: string | undefined): FeedEvent[] {
    if (cursor === undefined || cursor === this.cursor) return [];
    const [run, number = ""] = cursor.split("-");
    const missed = this.#last - Number(number);
    const resumable = run === this.#run && /^\d+$/.test(number) && missed >= 0 && missed <= this.#kept.length;
    return resumable ? this.#kept.slice(-missed) : [{ id: this.cursor, name: "reset", data: {} }];
  }
}
