/** What was, with what is given of the changes. */
export const merge = <T extends object>(before: T, changes: object | undefined): T => {
  const given = Object.entries(changes ?? {}).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(given) };
};
