import { isProblem } from "../../api/problem.ts";

/** Why the server may not call a URL, where that is what was refused. */
export const urlFaultOf = (error: unknown): string | null =>
  isProblem(error, "url_not_allowed") ? error.detail : null;
