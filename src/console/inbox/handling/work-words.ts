import type { People } from "../../api/people.ts";
import { ApiProblem } from "../../api/problem.ts";
import { textsOf } from "../../locales/text.ts";
import { wordsOf } from "../../ui/problem.tsx";
import { clockOf } from "../../ui/time.tsx";

/** Why something could not be done with a conversation or its ticket: where somebody else has it, who. */
export function workProblem(error: unknown, nameOf: People["nameOf"]): string {
  const t = textsOf("work");
  if (!(error instanceof ApiProblem)) return wordsOf(error);
  const { agent_id, until } = error.document as { agent_id?: string; until?: string };
  const name = nameOf(agent_id) ?? t("problem.somebody");
  switch (error.code) {
    case "ticket_assigned":
      return t("problem.assigned", { name });
    case "ticket_offered":
      return t("problem.offered", { name, until: clockOf(until ?? Date.now()) });
    case "not_offered":
    case "ticket_transition":
    case "ticket_taken":
      return t("problem.notOffered");
    case "conversation_closed":
      return t("problem.closed");
    case "assignee_not_eligible":
      return t("problem.notEligible");
    case "invalid_snooze":
      return t("problem.past");
    case "label_limit":
      return t("problem.labels");
    default:
      return wordsOf(error);
  }
}
