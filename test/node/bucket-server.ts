import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as wait } from "node:timers/promises";

const WRANGLER_TOML = `
name = "fixture"
main = "src/index.js"
compatibility_date = "2026-10-23"

[[r2_buckets]]
binding = "MEDIA"
bucket_name = "media"

[[r2_buckets]]
binding = "OTHER"
bucket_name = "other"
`;

/** Does with its buckets what the request's `call` says. */
const WORKER = `
const described = (object) => object && {
  key: object.key, version: object.version, size: object.size, etag: object.etag, uploaded: object.uploaded.getTime(),
  range: object.range, httpMetadata: object.httpMetadata, customMetadata: object.customMetadata,
  checksums: object.checksums.toJSON(), storageClass: object.storageClass,
};

const operations = {
  async put({ bucket, key, request, options, as }) {
    const value = as === "text" ? await request.text() : as === "buffer" ? await request.arrayBuffer() : request.body;
    return described(await bucket.put(key, value, options));
  },
  async copy({ bucket, key, to }) {
    return described(await bucket.put(to, (await bucket.get(key)).body));
  },
  head: async ({ bucket, key }) => described(await bucket.head(key)),
  delete: ({ bucket, keys }) => bucket.delete(keys),
  async list({ bucket, options }) {
    const { objects, ...page } = await bucket.list(options);
    return { ...page, objects: objects.map(described) };
  },
  begin: async ({ bucket, key, options }) => (await bucket.createMultipartUpload(key, options)).uploadId,
  part: ({ upload, part, request }) => upload.uploadPart(part, request.body),
  complete: async ({ upload, parts }) => described(await upload.complete(parts)),
  abort: ({ upload }) => upload.abort(),
};

async function get({ bucket, key, options }) {
  const object = await bucket.get(key, options);
  const headers = { "x-object": encodeURIComponent(JSON.stringify(described(object))) };
  return new Response(object?.body ?? null, { status: object?.body ? 200 : 204, headers });
}

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/health") return new Response("ok");
    const { operation, binding = "MEDIA", ...call } = JSON.parse(searchParams.get("call"));
    const { key, uploadId, options } = call;
    for (const time of ["uploadedBefore", "uploadedAfter"]) {
      if (options?.onlyIf?.[time] !== undefined) options.onlyIf[time] = new Date(options.onlyIf[time]);
    }
    if (options?.headers) options.range = new Headers(options.headers);
    const bucket = env[binding];
    const upload = uploadId && bucket.resumeMultipartUpload(key, uploadId);
    const given = { ...call, bucket, request, upload };
    const done = operation === "get" ? get(given) : operations[operation](given).then((it) => Response.json(it ?? null));
    return done.catch((error) => new Response(String(error), { status: 500 }));
  },
};
`;

/** What the test Worker tells of an object. */
export interface Described {
  key: string;
  version: string;
  size: number;
  etag: string;
  uploaded: number;
  range?: { offset: number; length: number };
  httpMetadata?: Record<string, string>;
  customMetadata?: Record<string, string>;
  checksums: Record<string, string>;
  storageClass: string;
}

export interface Page {
  objects: Described[];
  truncated: boolean;
  cursor?: string;
  delimitedPrefixes: string[];
}

export interface Call {
  operation: string;
  binding?: string;
  key?: string;
  keys?: string | string[];
  to?: string;
  options?: unknown;
  as?: "text" | "buffer";
  uploadId?: string;
  part?: number;
  parts?: unknown[];
}

const PROJECT = resolve(import.meta.dirname, "../..");

/** The self-hosted runtime with a Worker that has buckets. */
export class BucketServer {
  readonly root = mkdtempSync(join(tmpdir(), "bucket-"));
  readonly blobsDir = join(this.root, "state/r2/blobs");
  readonly said: string[] = [];
  #port = 0;
  #child: ChildProcess | null = null;

  async start(): Promise<void> {
    if (this.#port === 0) {
      this.#port = await freePort();
      this.#writeProject();
    }
    const child = spawn(join(PROJECT, "node_modules/.bin/node"), [join(this.root, "start.mjs")], {
      env: {
        ...process.env,
        PORT: String(this.#port),
        STATE_DIR: join(this.root, "state"),
        SIMULATOR_PORT: "0",
        DEMO: "0",
      },
      stdio: "pipe",
    });
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => this.said.push(String(chunk)));
    this.#child = child;
    await this.until(async () => {
      const response = await fetch(`http://127.0.0.1:${this.#port}/health`).catch(() => null);
      return response?.ok ? true : null;
    });
  }

  #writeProject(): void {
    const start = `
      const { run } = await import("${PROJECT}/src/selfhost/run.ts");
      const { readSettings } = await import("${PROJECT}/src/selfhost/settings.ts");
      await run(readSettings([], process.env), "${this.root}");
      process.exit(0);`;
    const files = { "wrangler.toml": WRANGLER_TOML, "src/index.js": WORKER, "src/docs/a.css": "", "start.mjs": start };
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(join(this.root, name, ".."), { recursive: true });
      writeFileSync(join(this.root, name), content);
    }
  }

  /** Ends everything as a loss of power would, but for what the system has in its memory. */
  async kill(): Promise<void> {
    if (this.#child === null) return;
    const exited = once(this.#child, "exit");
    this.#child.kill("SIGKILL");
    await exited;
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  address(call: Call): string {
    return `http://127.0.0.1:${this.#port}/?call=${encodeURIComponent(JSON.stringify(call))}`;
  }

  /** The Worker's answer; an error that the bucket threw is thrown. */
  async call<T = Described>(call: Call, body: string | Uint8Array<ArrayBuffer> = ""): Promise<T> {
    const response = await fetch(this.address(call), { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return JSON.parse(text);
  }

  /** The object, or null; `body` is null where a condition did not hold. */
  async get(key: string, options?: unknown): Promise<{ object: Described | null; body: string | null }> {
    const response = await fetch(this.address({ operation: "get", key, options }));
    if (!response.ok) throw new Error(await response.text());
    const object = JSON.parse(decodeURIComponent(response.headers.get("x-object") ?? "null"));
    return { object, body: response.status === 204 ? null : await response.text() };
  }

  /** Sends a stream of a known length; it may end before its length is reached, and never answer. */
  async upload(call: Call, length: number, body: Readable): Promise<string> {
    const sending = request(this.address(call), { method: "POST", headers: { "content-length": length } });
    const answered = once(sending, "response");
    const [[response]] = await Promise.all([answered, pipeline(body, sending)]);
    return Buffer.concat(await response.toArray()).toString();
  }

  /** Names of all files below the buckets' directory. */
  files(): string[] {
    const entries = readdirSync(this.blobsDir, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  }

  /** Bytes of memory that the runtime has. */
  memory(): number {
    const [runtime] = processes().filter(
      ({ parent, command }) => parent === this.#child?.pid && /workerd/.test(command),
    );
    if (runtime === undefined) throw new Error("The runtime is not among the processes.");
    return runtime.kilobytes * 1024;
  }

  async until<T>(attempt: () => Promise<T | null> | T | null): Promise<T> {
    const giveUpAt = Date.now() + 30_000;
    for (;;) {
      const result = await attempt();
      if (result !== null) return result;
      if (Date.now() > giveUpAt) throw new Error(`It did not happen in time. The server said:\n${this.said.join("")}`);
      await wait(20);
    }
  }
}

/** So many bytes, a chunk at a time; what is behind `end` never comes. */
export function bytes(length: number, end = length): Readable {
  const chunk = Buffer.alloc(64 * 1024, "0123456789abcdef");
  let sent = 0;
  return new Readable({
    read() {
      const size = Math.min(end - sent, chunk.byteLength);
      sent += size;
      if (size > 0) this.push(chunk.subarray(0, size));
      else if (end === length) this.push(null);
    },
  });
}

interface Process {
  parent: number;
  kilobytes: number;
  command: string;
}

/** A small Linux has no `ps`, and no other system has `/proc`. */
function processes(): Process[] {
  if (process.platform === "linux")
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc);
  const lines = execFileSync("ps", ["-axo", "ppid=,rss=,command="], { encoding: "utf8" }).split("\n");
  return lines.map((line) => {
    const [parent, kilobytes, command = ""] = line.trim().split(/\s+/);
    return { parent: Number(parent), kilobytes: Number(kilobytes), command };
  });
}

function fromProc(pid: string): Process[] {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, "m").exec(status)?.[1] ?? "";
    return [{ parent: Number(field("PPid")), kilobytes: Number(field("VmRSS")), command: field("Name") }];
  } catch {
    return []; // gone meanwhile
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
