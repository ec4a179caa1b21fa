import { SourceMap } from "node:module";

/** As Chrome's developer tools read it; times in microseconds, places in the bundle, counted from 0. */
export interface Profile {
  nodes: { id: number; callFrame: CallFrame }[];
  samples: number[];
  timeDeltas: number[];
}

interface CallFrame {
  functionName: string;
  lineNumber: number;
  columnNumber: number;
  url: string;
}

/** What a part of the program took. */
interface Share {
  name: string;
  /** Of the time in which anything was done. */
  share: number;
}

/** The time of its own of each file, and of what is not ours: the longest first. @param map the bundle's source map */
export function sharesOf({ nodes, samples, timeDeltas }: Profile, map: string): Share[] {
  const sources = new SourceMap(JSON.parse(map));
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame, sources)]));
  const times = new Map<string, number>();
  samples.forEach((id, index) => {
    const name = names.get(id) ?? "?";
    times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  });
  times.delete("(idle)");
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  return [...times]
    .map(([name, time]) => ({ name, share: time / total }))
    .sort((one, other) => other.share - one.share);
}

function nameOf({ functionName, lineNumber, columnNumber, url }: CallFrame, sources: SourceMap): string {
  if (functionName.startsWith("(")) return functionName;
  if (lineNumber < 0 || url === "") return `runtime: ${functionName || "native code"}`;
  const place = sources.findEntry(lineNumber, columnNumber);
  const file = "originalSource" in place ? /(?:^|\/)((?:src|node_modules)\/.*)$/.exec(place.originalSource)?.[1] : null;
  return file ?? "bundle";
}
