import * as z from "zod";
import type { BusinessHours as Hours } from "../domain/business-hours.ts";
import { GivenDay, Time, TimeZone } from "./fields.ts";
import { idInPath, operation } from "./operation.ts";
import type { ProblemCode } from "./problem.ts";

const ClockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, "must be a time such as 09:00, 24:00 at most");
const Period = z
  .array(ClockTime)
  .length(2)
  .meta({ description: "From, until; until before from means the next day", example: ["09:00", "18:00"] });
const Periods = z.array(Period).max(10);

const BusinessHours = z
  .strictObject({
    time_zone: TimeZone,
    weekly: z
      .strictObject({
        mon: Periods,
        tue: Periods,
        wed: Periods,
        thu: Periods,
        fri: Periods,
        sat: Periods,
        sun: Periods,
      })
      .partial()
      .meta({ description: "A day that is not named is closed" }),
    holidays: z
      .array(z.strictObject({ date: GivenDay, name: z.string().min(1).max(255), hours: Periods.optional() }))
      .max(1000)
      .default([])
      .meta({ description: "Days with other hours, or none" }),
  })
  .meta({ id: "BusinessHours" }) satisfies z.ZodType<Hours>;

const fields = {
  name: z.string().min(1).max(255),
  business_hours: BusinessHours.nullable().meta({ description: "When people are there to answer; null for always" }),
};

/** A branch of a tenant. */
const Outlet = z.object({ id: z.guid(), ...fields, created_at: Time, updated_at: Time }).meta({ id: "Outlet" });

const tag = "Settings";
const ofOne = { tag, params: idInPath, problems: ["not_found", "forbidden"] as ProblemCode[] };

/** Calls about outlets. */
export const OUTLET_OPERATIONS = {
  createOutlet: operation({
    id: "createOutlet",
    managing: true,
    method: "post",
    path: "/api/v1/outlets",
    tag,
    summary: "Add an outlet: a branch with conversations, agents and inboxes of its own",
    body: z.strictObject({ ...fields, business_hours: fields.business_hours.default(null) }),
    answers: { 201: Outlet },
    problems: ["forbidden"],
  }),
  listOutlets: operation({
    id: "listOutlets",
    method: "get",
    path: "/api/v1/outlets",
    tag,
    summary: "All outlets",
    answers: { 200: z.object({ outlets: z.array(Outlet) }) },
  }),
  getOutlet: operation({
    ...ofOne,
    id: "getOutlet",
    method: "get",
    path: "/api/v1/outlets/{id}",
    summary: "One outlet",
    answers: { 200: Outlet },
  }),
  changeOutlet: operation({
    ...ofOne,
    id: "changeOutlet",
    managing: true,
    method: "patch",
    path: "/api/v1/outlets/{id}",
    summary: "Change an outlet's name or business hours",
    body: z.strictObject(fields).partial(),
    answers: { 200: Outlet },
  }),
  deleteOutlet: operation({
    ...ofOne,
    id: "deleteOutlet",
    managing: true,
    method: "delete",
    path: "/api/v1/outlets/{id}",
    summary: "Remove an outlet with no inbox, agent, team or open conversation",
    answers: { 204: null },
    problems: ["not_found", "forbidden", "outlet_in_use"],
  }),
};
