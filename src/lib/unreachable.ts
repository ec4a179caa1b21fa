/** Makes a forgotten arm of a union a compile error, and a corrupted value a loud one. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
