/** A message that somebody wished to have stored, as often as it had to be asked for. */
export interface Wish {
  /** Who asked, in words; each sends one after the other in a conversation. */
  sender: string;
  /** Who it is for or from: the customer's number, digits only. */
  customer: string;
  /** The n-th of this sender. */
  count: number;
  /** In the message's text, and nowhere else. */
  mark: string;
  /** The answer with success named this message; null while there was none. */
  messageId: string | null;
}

/** Everything that the load asked for and was promised. */
export class Ledger {
  readonly wishes: Wish[] = [];
  /** Customers who write on their phones; the phones themselves know what arrived. */
  readonly phones = new Set<string>();
  /** Conversations that answers named. */
  readonly conversations = new Set<string>();
  /** Answers that should not have been, in words. */
  readonly wrong: string[] = [];
  /** Refusals that are no fault, such as of a conversation that was closed meanwhile. */
  refused = 0;
  /** Requests that got no answer, or one that says to ask again. */
  unanswered = 0;

  get acknowledged(): Wish[] {
    return this.wishes.filter(({ messageId }) => messageId !== null);
  }
}
