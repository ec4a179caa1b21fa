import { type ParseArgsConfig, parseArgs } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** The options of a command as they were given. Ends it with its usage where that is asked for, and where one is none of them. */
export function optionsOf<Of extends Options>(usage: string, options: Of) {
  try {
    const { values } = parseArgs({ options: { ...options, help: { type: "boolean" } } });
    if (!("help" in values)) return values as ReturnType<typeof parseArgs<{ options: Of }>>["values"];
    console.log(usage);
    process.exit(0);
  } catch (error) {
    return refuse(`${(error as Error).message}\n\n${usage}`);
  }
}

/** A number above zero; else the command ends, and says which option is at fault. */
export function numberOf(name: string, text: string): number {
  const number = Number(text);
  return number > 0 && number < Infinity ? number : refuse(`--${name} takes a number above zero, not "${text}".`);
}

/** Ends the command: it was not asked as it can be. */
export function refuse(words: string): never {
  console.error(words);
  process.exit(1);
}
