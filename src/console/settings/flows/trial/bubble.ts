import type { Answer } from "../../../api/types.ts";

export type TrialResult = Answer<"testFlow">;
export type Line = TrialResult["transcript"][number];

/** An option that the customer can press: what it says, and its id in the flow. */
export interface Choice {
  id: string;
  label: string;
  description: string | null;
}

type Fields = Record<string, unknown>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What a flow says in a line: its words without its buttons. */
export function wordsOf({ content, data }: Line): string {
  const payload = fieldsOf(fieldsOf(data.message).payload);
  return textOf(fieldsOf(payload.body).text) ?? content;
}

/** What can be pressed below a line. */
export function choicesOf({ node, data }: Line): Choice[] {
  const action = fieldsOf(fieldsOf(fieldsOf(data.message).payload).action);
  const buttons = listOf(action.buttons).map(({ reply }) => fieldsOf(reply));
  const rows = listOf(action.sections).flatMap(({ rows }) => listOf(rows));
  // The ids that the customer's app sends name the node, too.
  const own = (id: string) => (node !== null && id.startsWith(`${node}.`) ? id.slice(node.length + 1) : id);
  return [...buttons, ...rows].flatMap(({ id, title, description }) => {
    const [given, label] = [textOf(id), textOf(title)];
    return given === null || label === null ? [] : [{ id: own(given), label, description: textOf(description) }];
  });
}

/** The word on the button that opens a list of options; null where the options stand there at once. */
export const listButtonOf = ({ data }: Line): string | null =>
  textOf(fieldsOf(fieldsOf(fieldsOf(data.message).payload).action).button);

/** What of a transcript is shown: that something waits is said below it. */
export const shownOf = (transcript: readonly Line[]): Line[] => transcript.filter(({ type }) => type !== "wait_until");

/** Whether a flow asks for a location now. */
export const asksForLocation = (line: Line | undefined): boolean =>
  fieldsOf(fieldsOf(line?.data.message).payload).type === "location_request_message";
