import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { Entries, type Place } from "../src/search/entries.ts";
import { best, newest, type Wanted } from "../src/search/finding.ts";
import { parseQuery } from "../src/search/query.ts";
import { snippetOf } from "../src/search/snippet.ts";
import { type Rows, SEARCH_TABLES } from "../src/search/tables.ts";

const { values } = parseArgs({
  options: {
    messages: { type: "string", default: "1000000" },
    batch: { type: "string", default: "50" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) {
  console.log(`node bench/search.ts [--messages 1000000] [--batch 50]

The search of one tenant with the product's own SQL on Node's SQLite, in a file: the time to take messages in, and of a search,
at a tenth and at all of the messages.`);
  process.exit(0);
}

const MESSAGES = Number(values.messages);
const BATCH = Number(values.batch);
const FILE = `${tmpdir()}/search-bench-${process.pid}.sqlite`;
/** One thread says so many; its conversations have 20 each. */
const IN_A_CONVERSATION = 20;
const START = Date.UTC(2025, 0, 1);
const APART_MS = 20_000;
const WORDS = 60_000;
const HAN =
  "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实";

let seed = 42;
const chance = (): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
  return seed / 0x7fff_ffff;
};

/** As words of a language are spread: few are very common. Letters make them look like words. */
const wordAt = (rank: number): string => {
  let word = "";
  for (let left = rank + 1; left > 0; left = Math.floor(left / 20)) {
    word += "kmtrnslpbdgvfzhjcxwq"[left % 20] ?? "";
    word += "aeiou"[(left + rank) % 5] ?? "";
  }
  return word;
};
const RANKS = Array.from({ length: WORDS }, (_, rank) => wordAt(rank));
const anyWord = (): string => RANKS[Math.floor(WORDS ** chance()) - 1] ?? "";
const anyHan = (): string => HAN[Math.floor(HAN.length * chance() ** 2)] ?? "";

function textOf(index: number): string {
  const length = 3 + Math.floor(chance() * 18);
  if (index % 5 === 4) return Array.from({ length: length * 2 }, anyHan).join("");
  const words = Array.from({ length }, anyWord).join(" ");
  return index % 1_000 === 0 ? `${words} order-${index}` : words;
}

const sqlite = new DatabaseSync(FILE);
// As the runtime has it.
sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
for (const table of SEARCH_TABLES) sqlite.exec(table);
const prepared = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
const statement = (sql: string) => {
  const known = prepared.get(sql) ?? sqlite.prepare(sql);
  prepared.set(sql, known);
  return known;
};
const database: Rows = {
  rows: <T>(sql: string, ...bindings: (string | number | null)[]) => statement(sql).all(...bindings) as T[],
  run: (sql, ...bindings) => Number(statement(sql).run(...bindings).changes),
};
const entries = new Entries(database);

const OUTLETS = Array.from({ length: 20 }, (_, n) => `0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3a${String(n).padStart(2, "0")}`);
const INBOX = "0a8f3c52-52a5-4a3f-9d0e-0e8b6f8c3b00";
const placeOf = (index: number): Place => {
  const id = Math.floor(index / IN_A_CONVERSATION) + 1;
  return { id, inbox_id: INBOX, outlet_id: OUTLETS[Math.floor((20 * (id % 97) ** 2) / 97 ** 2)] ?? "" };
};

function addBatch(from: number): void {
  sqlite.exec("BEGIN");
  for (let index = from; index < from + BATCH; index++) {
    const place = placeOf(index);
    if (index % IN_A_CONVERSATION === 0) {
      const labels = place.id % 1_000 === 0 ? '["rare"]' : "[]";
      database.run("INSERT INTO threads (id, thread_key, through) VALUES (?, ?, 0)", place.id, `thread-${place.id}`);
      database.run(
        "INSERT INTO conversations (id, thread, number, inbox_id, outlet_id, labels) VALUES (?, ?, 1, ?, ?, ?)",
        ...[place.id, place.id, INBOX, place.outlet_id, labels],
      );
    }
    // Conversations go on side by side: the times of their messages are not in the order of their coming.
    const at = START + index * APART_MS + Math.floor(chance() * 3_600_000);
    const said = { conversation: place.id, seq: index % IN_A_CONVERSATION, at, text: textOf(index) };
    entries.put(place, { ...said, kind: "message", sender_type: index % 2 === 0 ? "customer" : "agent" });
  }
  sqlite.exec("COMMIT");
}

const ANYWHERE: Omit<Wanted, "query"> = {
  ...{ outlet_ids: null, inbox_id: null, conversation: null, sender_type: null, label: null, agent_id: null },
  ...{ from: null, to: null },
};
const [first = "", second = "", third = ""] = RANKS;
const searches: [string, () => string, Partial<Wanted>?, typeof best?][] = [
  ["the most common word", () => first],
  ["two common words", () => `${second} ${third}`],
  ["a phrase of two common words", () => `"${first} ${second}"`],
  ["a common word without another", () => `${first} -${second}`],
  ["a rare word", () => `order-${1_000 * Math.floor((chance() * MESSAGES) / 1_000)}`],
  ["a rare and a common word", () => `${RANKS[50_000]} ${first}`],
  [
    "words in the middle",
    () => `${RANKS[Math.floor(200 + chance() * 800)]} ${RANKS[Math.floor(200 + chance() * 800)]}`,
  ],
  ["the beginning of a word, 2 letters", () => RANKS[Math.floor(chance() * 400 + 20)]?.slice(0, 2) ?? ""],
  ["… 3 letters", () => RANKS[Math.floor(chance() * 4_000 + 400)]?.slice(0, 3) ?? ""],
  ["… 4 letters", () => RANKS[Math.floor(chance() * 4_000 + 400)]?.slice(0, 4) ?? ""],
  ["… 5 letters", () => RANKS[Math.floor(chance() * 40_000 + 8_000)]?.slice(0, 5) ?? ""],
  ["one character", () => HAN[0] ?? ""],
  ["four characters", () => anyHan() + anyHan() + anyHan() + anyHan()],
  ["nothing has it", () => "zzyzx qqq"],
  ["a common word in one conversation", () => first, { conversation: 77 }],
  ["… of one outlet", () => first, { outlet_ids: [OUTLETS[19] ?? ""] }],
  ["… under a rare label", () => first, { label: "rare" }],
  ["… in one week of long ago", () => first, { from: START, to: START + 7 * 86_400_000 }],
  ["a common word, the best first", () => `${first} ${second}`, {}, best],
];

const at = (times: number[], share: number): string =>
  ([...times].sort((one, other) => one - other)[Math.floor((times.length - 1) * share)] ?? 0).toFixed(2);

function report(): void {
  console.log("| search | p50 ms | p99 ms | results |\n| --- | --- | --- | --- |");
  for (const [name, text, more = {}, search = newest] of searches) {
    const times: number[] = [];
    let results = 0;
    for (let round = 0; round < 100; round++) {
      const query = parseQuery(text());
      const began = performance.now();
      const { found } = search(database, { ...ANYWHERE, query, ...more }, 20, null);
      for (const one of found) snippetOf(one.text, query.all);
      times.push(performance.now() - began);
      results = found.length;
    }
    console.log(`| ${name} | ${at(times, 0.5)} | ${at(times, 0.99)} | ${results} |`);
  }
}

try {
  const parts = [MESSAGES / 10, MESSAGES];
  let done = 0;
  for (const part of parts) {
    const times: number[] = [];
    while (done < part) {
      const began = performance.now();
      addBatch(done);
      times.push(performance.now() - began);
      done += BATCH;
    }
    const pages = statement("PRAGMA page_count").get() as { page_count: number };
    console.log(`\n${done} messages, ${Math.round((pages.page_count * 4096) / 2 ** 20)} MB`);
    console.log(`taking in ${BATCH}: p50 ${at(times, 0.5)} ms, p99 ${at(times, 0.99)} ms, most ${at(times, 1)} ms`);
    report();
    const times2: number[] = [];
    for (let round = 0; round < 20; round++) {
      const began = performance.now();
      sqlite.exec("BEGIN");
      entries.remove(placeOf(IN_A_CONVERSATION * (7 + round + (done === MESSAGES ? 100 : 0))), 0, IN_A_CONVERSATION);
      sqlite.exec("COMMIT");
      times2.push(performance.now() - began);
    }
    console.log(
      `forgetting a conversation of ${IN_A_CONVERSATION}: p50 ${at(times2, 0.5)} ms, p99 ${at(times2, 0.99)} ms`,
    );
  }
} finally {
  sqlite.close();
  for (const end of ["", "-wal", "-shm"]) rmSync(`${FILE}${end}`, { force: true });
}
