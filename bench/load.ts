import { Agent, request } from "node:http";

/** One request of a row: where to, and what. */
export interface Shot {
  path: string;
  headers: Record<string, string>;
  body: string;
}

export interface Measured {
  per_second: number;
  p50_ms: number;
  p99_ms: number;
  failed: number;
}

/** So many clients, each with one request at a time, for so long. */
export async function load(url: string, clients: number, milliseconds: number, next: () => Shot): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  let failed = 0;
  const begin = performance.now();
  const client = async () => {
    while (performance.now() - begin < milliseconds) {
      const sent = performance.now();
      const status = await shoot(url, agent, next());
      if (status >= 200 && status < 300) times.push(performance.now() - sent);
      else failed++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const seconds = (performance.now() - begin) / 1000;
  agent.destroy();
  times.sort((one, other) => one - other);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { per_second: times.length / seconds, p50_ms: at(0.5), p99_ms: at(0.99), failed };
}

function shoot(url: string, agent: Agent, { path, headers, body }: Shot): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = { "Content-Length": String(Buffer.byteLength(body)), "Content-Type": "application/json" };
    const call = request(url + path, { agent, method: "POST", headers: { ...length, ...headers } }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
    });
    call.once("error", reject);
    call.end(body);
  });
}
