/** As Chrome's developer tools read it; times in microseconds, places in the bundle. */
export interface Profile {
  nodes: { id: number; callFrame: { functionName: string; lineNumber: number; url: string } }[];
  samples: number[];
  timeDeltas: number[];
}

/** What a part of the program took. */
interface Share {
  name: string;
  /** Of the time in which anything was done. */
  share: number;
}

/** The time of its own of each file, and of what is not ours: the longest first. */
export function sharesOf({ nodes, samples, timeDeltas }: Profile, bundle: string): Share[] {
  const files = filesOf(bundle);
  const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame, files)]));
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

/** The file that each line of a bundle comes from: the bundler says so in a comment before it. */
function filesOf(bundle: string): string[] {
  let file = "bundle";
  return bundle.split("\n").map((line) => {
    file = /^\s*\/\/ ((?:src|node_modules)\/\S+)$/.exec(line)?.[1] ?? file;
    return file;
  });
}

function nameOf({ functionName, lineNumber, url }: Profile["nodes"][number]["callFrame"], files: string[]): string {
  if (functionName.startsWith("(")) return functionName;
  if (lineNumber < 0 || url === "") return `runtime: ${functionName || "native code"}`;
  return files[lineNumber] ?? url;
}
