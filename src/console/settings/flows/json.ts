import type { Body } from "../../api/types.ts";

/** What is read of a text of JSON, whatever it is; null while it cannot be read. The API says whether it is a flow. */
export function parsed(text: string): Body<"putFlow">["flow"] | null {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Where something stands in a text of JSON, in UTF-16 units; the name of a field is part of its place. */
export interface Place {
  from: number;
  to: number;
}

const SPACE = /[\s,:]*/y;
const STRING = /"(?:[^"\\\n]|\\.)*"?/y;
const WORD = /[^\s,:[\]{}"]+/y;

/**
 * Where each value of a text of JSON stands, by its path as the API names it: `nodes.ask.next`. The text may be half
 * written: what can be read of it is found.
 */
export function placesOf(text: string): Map<string, Place> {
  const places = new Map<string, Place>();
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? "";
    at += found.length;
    return found;
  };
  const value = (path: string, from: number): void => {
    take(SPACE);
    const first = text[at];
    if (first === "{" || first === "[") container(path, first);
    else if (first === '"') take(STRING);
    else if (take(WORD) === "" && at < text.length && first !== "}" && first !== "]") at++;
    places.set(path, { from, to: at });
  };
  const container = (path: string, opener: string): void => {
    at++;
    for (let index = 0; ; index++) {
      take(SPACE);
      const next = text[at];
      if (next === undefined) return;
      if (next === "}" || next === "]") {
        at++;
        return;
      }
      const from = at;
      const name = opener === "[" ? `${index}` : nameOf(take(next === '"' ? STRING : WORD));
      if (at === from && opener === "{") at++;
      value(path === "" ? name : `${path}.${name}`, from);
    }
  };
  value("", 0);
  return places;
}

function nameOf(written: string): string {
  try {
    return `${JSON.parse(written)}`;
  } catch {
    return written.replaceAll('"', "");
  }
}

/** Where a path stands; where it is missing, the nearest thing around it. */
export function placeOf(places: Map<string, Place>, path: string): Place {
  for (let near = path; near !== ""; near = near.slice(0, Math.max(0, near.lastIndexOf(".")))) {
    const place = places.get(near);
    if (place) return place;
  }
  return places.get("") ?? { from: 0, to: 0 };
}

/** Only the line on which a fault begins is marked: a whole node would be too much. */
export function markOf(text: string, { from, to }: Place): Place {
  const end = text.indexOf("\n", from);
  return { from, to: Math.max(from, Math.min(to, end === -1 ? text.length : end)) };
}

/** JSON as a person would write it: what fits on a line stands on one. @param width in characters */
export function formatJson(value: unknown, width = 88, indent = "", before = 0): string {
  const flat = oneLine(value);
  if (typeof value !== "object" || value === null || (indent.length + before + flat.length <= width && indent !== ""))
    return flat;
  const inner = `${indent}  `;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const lines = Object.entries(value).map(([name, one]) => {
    const label = Array.isArray(value) ? "" : `${JSON.stringify(name)}: `;
    return `${inner}${label}${formatJson(one, width, inner, label.length)}`;
  });
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

function oneLine(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  const fields = Object.entries(value).map(([name, one]) => `${JSON.stringify(name)}: ${oneLine(one)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
