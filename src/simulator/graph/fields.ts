import type { Context } from "hono";
import type { Fields } from "../model.ts";
import { refuse } from "./access.ts";

/** The names in `?fields=id,throughput{level}`; null when none are asked for. */
export function askedFields(c: Context): string[] | null {
  const asked = c.req.query("fields");
  if (!asked) return null;
  return [...asked.matchAll(/(\w+)(\{[^}]*\})?/g)].map(([, name = ""]) => name);
}

/** Those of a node's fields that were asked for, and its id; a field that it does not have is refused. */
export function chosen(c: Context, node: Fields & { id: string }, byDefault: string[], type: string): Response {
  const names = askedFields(c) ?? byDefault;
  const unknown = names.find((name) => !(name in node));
  if (unknown !== undefined) {
    const details = `Tried accessing nonexisting field (${unknown}) on node type (${type}).`;
    return refuse(c, { code: 100, details });
  }
  return c.json(pick(node, names));
}

export const pick = (node: Fields & { id: string }, names: string[]): Fields => ({
  ...Object.fromEntries(names.filter((name) => node[name] !== undefined).map((name) => [name, node[name]])),
  id: node.id,
});
