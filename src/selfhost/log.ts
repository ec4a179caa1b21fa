/** Says what this machine does: an event's name for programs, and words for people. Never what customers wrote. */
export type Log = (level: "info" | "warn" | "error", event: string, words: string, fields?: Fields) => void;

type Fields = Record<string, string | number | boolean | null>;
type Format = "json" | "text";

/** JSON lines, as the Worker's own, wherever no person looks on. */
export function logIn(format: Format): Log {
  if (format === "text") return (level, _, words) => (level === "error" ? console.error(words) : console.log(words));
  return (level, event, message, fields = {}) => console.log(JSON.stringify({ level, event, ...fields, message }));
}

/** Takes what the runtime prints: the Worker's lines as they are, and its own made one of ours. */
export function runtimeLines(log: Log): (line: string) => void {
  return (line) => {
    if (line.startsWith('{"level":')) console.log(line);
    else if (line.trim() !== "") log("warn", "runtime.said", line);
  };
}

/** `LOG_FORMAT`, else by who reads: a terminal has a person before it. */
export const formatOf = (wished: Format | null): Format => wished ?? (process.stdout.isTTY ? "text" : "json");
