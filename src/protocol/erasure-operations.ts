import { idInPath, operation } from "./operation.ts";

/** Calls by which somebody is forgotten. */
export const ERASURE_OPERATIONS = {
  erasePerson: operation({
    id: "erasePerson",
    managing: true,
    method: "delete",
    path: "/api/v1/conversations/{id}/person",
    tag: "Conversations",
    summary: "Erase for good all that this inbox holds of the customer; what they write later is a new beginning",
    params: idInPath,
    answers: { 204: null },
    problems: ["conversation_not_found", "unavailable"],
  }),
};
