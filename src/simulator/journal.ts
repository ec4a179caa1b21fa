import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Change, Journal, State } from "./state.ts";

const FILE = "simulator.jsonl";

/** Only its owner may read the journal: it holds the numbers' secrets. */
const PRIVATE = 0o600;

export interface OpenJournal extends Journal {
  close(): void;
}

/** Takes the journal of a state directory into the state, writes it anew without its history, and keeps it going. */
export function openJournal(stateDir: string, state: State): OpenJournal {
  mkdirSync(stateDir, { recursive: true });
  const file = join(stateDir, FILE);
  if (existsSync(file)) state.replay(parseJournal(readFileSync(file, "utf8")));
  compact(file, state);
  const descriptor = openSync(file, "a", PRIVATE);
  let open = true;
  const journal: OpenJournal = {
    append(change) {
      // The number of a closed file may be another's by now.
      if (open) write(descriptor, `${JSON.stringify(change)}\n`);
    },
    close() {
      open = false;
      closeSync(descriptor);
    },
  };
  state.record(journal);
  return journal;
}

/** A line that a crash cut short is left out. */
export function* parseJournal(text: string): Generator<Change> {
  for (const line of text.split("\n")) {
    try {
      if (line !== "") yield JSON.parse(line) as Change;
    } catch {}
  }
}

function compact(file: string, state: State): void {
  const fresh = `${file}.new`;
  const descriptor = openSync(fresh, "w", PRIVATE);
  for (const change of state.compacted()) write(descriptor, `${JSON.stringify(change)}\n`);
  fsyncSync(descriptor);
  closeSync(descriptor);
  renameSync(fresh, file);
}

/** A write may take less than it was given. */
function write(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let offset = 0; offset < bytes.length; ) offset += writeSync(descriptor, bytes, offset);
}
