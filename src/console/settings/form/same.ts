/** Whether two values of JSON are the same, whatever the order of their fields. */
export function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [ofOne, ofOther] = [present(one), present(other)];
  return (
    ofOne.length === ofOther.length && ofOne.every(([key, value]) => same(value, other[key as keyof typeof other]))
  );
}

/** What is undefined is not there. */
const present = (value: object) => Object.entries(value).filter(([, field]) => field !== undefined);

/** What differs in `draft` from what was saved. */
export const changesOf = <T extends object>(saved: T, draft: T): Partial<T> =>
  Object.fromEntries(Object.entries(draft).filter(([key, value]) => !same(value, saved[key as keyof T]))) as Partial<T>;
