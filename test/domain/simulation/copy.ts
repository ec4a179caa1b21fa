/** What arrives of a value elsewhere. */
export function copyOf<T>(value: T): T {
  if (typeof value === "function") throw new Error("what is passed on cannot do anything");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf) as T;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return structuredClone(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    copy[key] = typeof inner === "object" || typeof inner === "function" ? copyOf(inner) : inner;
  }
  return copy as T;
}
