/** Whether what was typed names the same: of a number its digits count, of anything else all but case and spaces. */
export function isSaid(typed: string, name: string): boolean {
  const isNumber = /^\+?[\d\s().-]{4,}$/.test(name);
  const plain = (text: string): string =>
    isNumber ? text.replace(/\D/g, "") : text.trim().toLocaleLowerCase().replace(/\s+/g, " ");
  return plain(typed) !== "" && plain(typed) === plain(name);
}
