import * as z from "zod";

const whole = (description?: string) =>
  z
    .number()
    .int()
    .meta(description === undefined ? {} : { description });
const part = (description: string) => z.number().nullable().meta({ description });
const seconds = z.number().nullable().meta({ description: "In seconds; half of all were not longer" });
const slowest = z.number().nullable().meta({ description: "In seconds; nine of ten were not longer" });

const satisfaction = {
  ratings: whole("What customers said of conversations; the latest of each counts"),
  rating_average: part("1 to 5"),
};

/** What people are told by: of agents, and of teams. */
const people = {
  assigned: whole("Conversations that came to them"),
  messages: whole("What they said"),
  closed: whole("Conversations that ended while they had them"),
  first_human_response_median: seconds,
  first_human_response_p90: slowest,
  reply_median: seconds,
  reply_p90: slowest,
  resolution_median: seconds,
  resolution_p90: slowest,
  ...satisfaction,
};

/** The columns of each report, in their order. Spans are in seconds, to within 1 %; averages are exact. */
export const REPORT_COLUMNS = {
  conversations: {
    opened: whole(),
    reopened: whole(),
    closed: whole(),
    closed_by_agent: whole(),
    closed_by_api: whole(),
    closed_by_ticket: whole(),
    closed_by_flow: whole(),
    closed_by_ai: whole(),
    closed_by_inactivity: whole(),
    closed_by_joining: whole("The person goes on in another thread"),
    closed_by_erasure: whole(),
    handed_off: whole("Conversations for which a person was asked, or that a person took; once each"),
    assigned: whole(),
    messages_in: whole("What customers said"),
    messages_out: whole("What people, the AI, flows and the system said"),
  },
  responses: {
    first_responses: whole("Conversations in which the customer was first answered, by anybody"),
    first_response_average: part("In seconds, from the customer's first message"),
    first_response_median: seconds,
    first_response_p90: slowest,
    first_human_responses: whole("Conversations in which a person first answered"),
    first_human_response_average: part(
      "In seconds, from the wish for a person, or where there was none from the customer's first message",
    ),
    first_human_response_median: seconds,
    first_human_response_p90: slowest,
    replies: whole("Answers of people to customers who waited"),
    reply_average: part("In seconds, from the first message that nobody had answered"),
    reply_median: seconds,
    reply_p90: slowest,
    waits: whole("Conversations that waited for a person and got one"),
    wait_average: part("In seconds, from the wish for a person until somebody had it"),
    wait_median: seconds,
    wait_p90: slowest,
    resolutions: whole("Conversations that were closed otherwise than by silence"),
    resolution_average: part("In seconds, from the opening, or the last reopening"),
    resolution_median: seconds,
    resolution_p90: slowest,
  },
  agents: people,
  teams: people,
  ai: {
    answers: whole(),
    conversations: whole("In which it answered, by its first answer"),
    handed_off: whole("Conversations that went to people after it had answered"),
    handed_off_share: part("Of the conversations in which it answered, 0 to 1"),
    closed_alone: whole("Conversations that it answered and that ended without people"),
    low_confidence: whole("Answers of which it was not sure"),
    suppressed: whole("Answers that came too late to be sent"),
    timed_out: whole("Turns that it did not answer in time"),
    handoffs_by_keyword: whole(),
    handoffs_by_low_confidence: whole(),
    handoffs_by_sentiment: whole(),
    handoffs_by_ai: whole("It asked for a person itself"),
    handoffs_by_timeout: whole(),
    handoffs_by_flow: whole(),
    handoffs_by_people: whole("By agents, services, tickets or the channel"),
  },
  deliveries: {
    messages: whole("That were to be sent through a channel"),
    sent: whole(),
    delivered: whole(),
    read: whole(),
    failed: whole(),
    failed_share: part("Of the messages, 0 to 1"),
  },
  hours: {
    messages_in: whole(),
    messages_out: whole(),
    opened: whole(),
    handed_off: whole(),
    first_human_response_median: seconds,
  },
  satisfaction: {
    asked: whole(),
    ...satisfaction,
    answered_share: part("Of those who were asked, 0 to 1"),
    satisfied_share: part("Who gave 4 or 5, 0 to 1"),
    rated_5: whole(),
    rated_4: whole(),
    rated_3: whole(),
    rated_2: whole(),
    rated_1: whole(),
  },
  overview: {
    opened: whole(),
    closed: whole(),
    messages_in: whole(),
    messages_out: whole(),
    handed_off: whole(),
    first_response_median: seconds,
    first_human_response_median: seconds,
    resolution_median: seconds,
    ai_answers: whole(),
    ai_handed_off_share: part("Of the conversations in which the AI answered, 0 to 1"),
    failed: whole("Messages that were not delivered"),
    ...satisfaction,
  },
} as const;

export type ReportName = keyof typeof REPORT_COLUMNS;
