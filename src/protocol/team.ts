import * as z from "zod";
import { Time } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const fields = {
  name: z.string().min(1).max(255),
  agent_ids: z.array(z.guid()).max(1000),
  outlet_ids: z.array(z.guid()).max(1000).meta({ description: "Empty for all" }),
};

/** People who work together: a ticket may be theirs before it is somebody's. */
const Team = z.object({ id: z.guid(), ...fields, created_at: Time, updated_at: Time }).meta({ id: "Team" });

const NewTeam = z.strictObject({
  ...fields,
  agent_ids: fields.agent_ids.default([]),
  outlet_ids: fields.outlet_ids.default([]),
});

const tag = "Settings";
const ofOne = { tag, params: idInPath, problems: ["not_found", "forbidden"] as ProblemCode[] };

/** Calls about teams. */
export const TEAM_OPERATIONS = {
  createTeam: operation({
    id: "createTeam",
    managing: true,
    method: "post",
    path: "/api/v1/teams",
    tag,
    summary: "Add a team",
    body: NewTeam,
    answers: { 201: Team },
    problems: ["forbidden", "unknown_reference"],
  }),
  listTeams: operation({
    id: "listTeams",
    method: "get",
    path: "/api/v1/teams",
    tag,
    summary: "All teams",
    answers: { 200: z.object({ teams: z.array(Team) }) },
  }),
  getTeam: operation({
    ...ofOne,
    id: "getTeam",
    method: "get",
    path: "/api/v1/teams/{id}",
    summary: "One team",
    answers: { 200: Team },
  }),
  changeTeam: operation({
    ...ofOne,
    id: "changeTeam",
    managing: true,
    method: "patch",
    path: "/api/v1/teams/{id}",
    summary: "Change a team's name, people or outlets",
    body: z.strictObject(fields).partial(),
    answers: { 200: Team },
    problems: ["not_found", "forbidden", "unknown_reference"],
  }),
  deleteTeam: operation({
    ...ofOne,
    id: "deleteTeam",
    managing: true,
    method: "delete",
    path: "/api/v1/teams/{id}",
    summary: "Remove a team; give away what waits for it first",
    answers: { 204: null },
  }),
};
