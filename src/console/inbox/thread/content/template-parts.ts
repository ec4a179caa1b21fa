const BUTTONS = /(?:^|\n)((?:\[[^\]\n]{1,60}\] ?){1,10})$/;

/** What a template says, and the buttons that stand in brackets on its last line. */
export function templateParts(content: string): { words: string; buttons: string[] } {
  const found = BUTTONS.exec(content);
  if (!found) return { words: content, buttons: [] };
  const buttons = [...(found[1] ?? "").matchAll(/\[([^\]\n]+)\]/g)].map(([, title = ""]) => title);
  return { words: content.slice(0, found.index), buttons: [...new Set(buttons)] };
}
