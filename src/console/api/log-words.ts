/** Words of the log that are said in the agent's language: those that the API has today, it may have more. */
export const CLOSE_REASONS = [
  "inactivity",
  "api",
  "agent",
  "ticket_closed",
  "flow_ended",
  "ai",
  "superseded",
  "imported",
  "erased",
] as const;

/** How an offer of a ticket ended. */
export const OFFER_OUTCOMES = ["declined", "timed_out", "withdrawn"] as const;

export const TICKET_STATES = ["pending", "open", "standby", "closed"] as const;
