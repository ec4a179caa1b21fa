/**
 * Why a person is asked for, and something done, in the words that are kept where nobody says it in their own. Services
 * read them as they are; agents are told them in their own language, which knows each of them.
 */
export const USUAL_REASONS = {
  keyword: (keyword: string) => `Customer requested human agent (keyword: '${keyword}')`,
  person: () => "The customer asks for a person",
  channel: () => "Passed on by another app",
  sentiment: (score: number) => `Negative sentiment (score ${score.toFixed(2).replace("-", "−")})`,
  frustration: () => "Frustration over several messages",
  unsure: () => "Multiple low-confidence responses",
  late: (seconds: number) => `The AI agent did not answer within ${seconds} seconds`,
  machines: (messages: number) => `${messages} automatic messages within a day`,
  people_first: () => "People answer first",
  ai: () => "The AI agent asks for a person",
  ai_failed: () => "The AI agent's model gave no answer that can be sent",
  flow: () => "The flow asks for a person",
  not_understood: (question: string) => `The flow did not understand the customer's answer (${question})`,
  given_up: () => "Given up by its agent",
  taken: () => "Taken over",
  status: () => "Status set to handed_off",
  ticket: (id: string) => `Ticket ${id} was opened`,
  rule: (name: string) => `Rule ${name}`,
  macro: (name: string) => `Macro ${name}`,
} as const;
