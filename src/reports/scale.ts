import type { Place } from "./cell.ts";
import type { Question } from "./report.ts";

/**
 * Everything is counted three times, so that no report reads much: by half hours; by half hours for all people together;
 * and by days in UTC, for what lies between the ends of a long span whose days do not matter.
 */
export const SCALES = ["half_hour", "inbox", "day"] as const;
export type Scale = (typeof SCALES)[number];

/** Half hours of a day in UTC. */
const OF_DAY = 48;

/** A part of what a report reads: from one period of its scale on, and before another. */
export interface Stretch {
  scale: Scale;
  from: number;
  before: number;
}

/** Where something is counted on a scale; `period` is the scale's own. */
export function placeOn(scale: Scale, place: Place): Place {
  switch (scale) {
    case "half_hour":
      return place;
    case "inbox":
      return { ...place, agent_id: null, team_id: null };
    case "day":
      return { ...place, period: Math.floor(place.period / OF_DAY) };
  }
}

/** The half hour with which a period of a scale begins. */
export const beginningOf = (scale: Scale, period: number): number => (scale === "day" ? period * OF_DAY : period);

/** Whether the rows of a report are of times. */
const IS_OF_TIMES: { [grouping in Question["group_by"]]: boolean } = {
  ...{ day: true, week: true, month: true, weekday: true, hour: true, weekday_hour: true },
  ...{ outlet: false, inbox: false, agent: false, team: false, error: false },
};

/** What is to be read for a question about a span of half hours. */
export function stretchesOf(
  { group_by, agent_id, team_id }: Pick<Question, "group_by" | "agent_id" | "team_id">,
  { from, before }: { from: number; before: number },
): Stretch[] {
  const isOfPeople = group_by === "agent" || group_by === "team" || agent_id !== undefined || team_id !== undefined;
  if (!isOfPeople) return [{ scale: "inbox", from, before }];
  const [first, end] = [Math.ceil(from / OF_DAY), Math.floor(before / OF_DAY)];
  if (IS_OF_TIMES[group_by] || first >= end) return [{ scale: "half_hour", from, before }];
  return [
    { scale: "half_hour", from, before: first * OF_DAY },
    { scale: "day", from: first, before: end },
    { scale: "half_hour", from: end * OF_DAY, before },
  ];
}
