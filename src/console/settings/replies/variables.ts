/** What words of replies, macros and rules may name. */
export const VARIABLES = [
  "customer.first_name",
  "customer.name",
  "agent.name",
  "conversation.customer_phone",
  "conversation.number",
  "outlet.name",
  "tenant.name",
] as const;

const EXAMPLES: Record<string, string> = {
  "customer.first_name": "Maya",
  "customer.name": "Maya Castillo",
  "agent.name": "Noor",
  "agent.email": "noor@example.com",
  "conversation.customer_phone": "+15550102030",
  "conversation.number": "3",
  "outlet.name": "Harbour",
  "tenant.name": "Lantern",
};
const PLACE = /\{\{\s*([A-Za-z0-9_]{1,64}(?:\.[A-Za-z0-9_]{1,64}){0,3})\s*(?:\|([^{}]{0,200}))?\}\}/g;

/** A text as it may look when it is said: variables by an example, others by what stands for nothing. */
export const asExample = (text: string, known: Partial<Record<string, string>> = {}): string =>
  text.replace(
    PLACE,
    (place, path: string, fallback?: string) => known[path] ?? EXAMPLES[path] ?? fallback?.trim() ?? place,
  );
