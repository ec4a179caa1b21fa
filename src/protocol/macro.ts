import * as z from "zod";
import { ActionResult, Actions } from "./action.ts";
import { Conversation } from "./conversation.ts";
import { Time } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const NewMacro = z.strictObject({ name: z.string().min(1).max(255), actions: Actions });

/** Several actions that an agent does at once. */
const Macro = z.object({ id: z.guid(), ...NewMacro.shape, created_at: Time, updated_at: Time }).meta({ id: "Macro" });

/** What a macro did: each of its actions, and the conversation as it then stands. */
const MacroRun = z.object({ results: z.array(ActionResult), conversation: Conversation }).meta({ id: "MacroRun" });

const tag = "Macros";
const ofOne = { tag, params: idInPath, problems: ["not_found"] as ProblemCode[] };

/** Calls about macros. */
export const MACRO_OPERATIONS = {
  createMacro: operation({
    id: "createMacro",
    managing: true,
    method: "post",
    path: "/api/v1/macros",
    tag,
    summary: "Add a macro: actions that an agent does at once",
    body: NewMacro,
    answers: { 201: Macro },
    problems: ["forbidden", "unknown_reference"],
  }),
  listMacros: operation({
    id: "listMacros",
    method: "get",
    path: "/api/v1/macros",
    tag,
    summary: "All macros",
    answers: { 200: z.object({ macros: z.array(Macro) }) },
  }),
  getMacro: operation({
    ...ofOne,
    id: "getMacro",
    method: "get",
    path: "/api/v1/macros/{id}",
    summary: "One macro",
    answers: { 200: Macro },
  }),
  putMacro: operation({
    ...ofOne,
    id: "putMacro",
    managing: true,
    method: "put",
    path: "/api/v1/macros/{id}",
    summary: "Keep a macro in place of what was",
    body: NewMacro,
    answers: { 200: Macro },
    problems: ["not_found", "forbidden", "unknown_reference"],
  }),
  deleteMacro: operation({
    ...ofOne,
    id: "deleteMacro",
    managing: true,
    method: "delete",
    path: "/api/v1/macros/{id}",
    summary: "Remove a macro",
    answers: { 204: null },
    problems: ["not_found", "forbidden"],
  }),
  runMacro: operation({
    id: "runMacro",
    method: "post",
    path: "/api/v1/conversations/{id}/macros/{macro_id}",
    tag,
    summary: "Do a macro's actions in order; it stops at the first that is refused, and says so",
    params: idInPath.extend({ macro_id: z.guid() }),
    answers: { 200: MacroRun },
    problems: ["not_found", "conversation_not_found"],
  }),
};
