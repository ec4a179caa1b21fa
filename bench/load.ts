import { Agent, request } from "node:http";
import { setTimeout } from "node:timers/promises";

/** One request of a row: where to, and what; a GET where there is no body. */
export interface Shot {
  path: string;
  headers: Record<string, string>;
  body?: string;
}

export interface Measured {
  per_second: number;
  p50_ms: number;
  p99_ms: number;
  failed: number;
  /** How many succeeded. */
  done: number;
}

export interface Limits {
  clients: number;
  milliseconds: number;
  /** It ends after so many, if that is sooner. */
  count?: number;
  /** Each client is silent for so long after an answer. */
  pauseMs?: number;
}

/** So many clients, each with one request at a time, for so long. */
export async function load(
  url: string,
  { clients, milliseconds, count = Infinity, pauseMs = 0 }: Limits,
  next: () => Shot,
): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  let failed = 0;
  let begun = 0;
  const begin = performance.now();
  const client = async () => {
    while (performance.now() - begin < milliseconds && begun++ < count) {
      const sent = performance.now();
      const status = await shoot(url, agent, next());
      if (status >= 200 && status < 300) times.push(performance.now() - sent);
      else failed++;
      if (pauseMs > 0) await setTimeout(pauseMs);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - begin) / 1000;
  agent.destroy();
  return {
    per_second: times.length / seconds,
    p50_ms: at(times, 0.5),
    p99_ms: at(times, 0.99),
    failed,
    done: times.length,
  };
}

/** What lies so far into numbers in order: 0.5 is the median. */
export function at(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** One request. @returns its status */
export function shoot(url: string, agent: Agent, { path, headers, body }: Shot): Promise<number> {
  const length =
    body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)), "Content-Type": "application/json" };
  const method = body === undefined ? "GET" : "POST";
  return new Promise((resolve, reject) => {
    const call = request(url + path, { agent, method, headers: { ...length, ...headers } }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
    call.once("error", reject);
    call.end(body);
  });
}
