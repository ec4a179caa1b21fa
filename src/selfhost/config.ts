import { join, parse } from "node:path";
import { embed, print, Raw, type Value } from "./capnp.ts";
import { Refusal } from "./refusal.ts";

/** What is read of `wrangler.toml`, as wrangler normalises it. */
export interface WranglerConfig {
  name?: string;
  main?: string;
  compatibility_date?: string;
  compatibility_flags?: string[];
  vars?: Record<string, unknown>;
  secrets?: { required?: string[] };
  assets?: { directory?: string; binding?: string; run_worker_first?: boolean | string[]; not_found_handling?: string };
  durable_objects?: { bindings: { name: string; class_name: string; script_name?: string }[] };
  queues?: {
    producers?: { binding: string; queue: string; delivery_delay?: number }[];
    consumers?: ({ queue: string; type?: string } & Record<string, unknown>)[];
  };
  r2_buckets?: { binding: string; bucket_name?: string }[];
}

/** Where this machine puts what `wrangler.toml` leaves to the platform. */
export interface Placement {
  port: number;
  /** Directory of the Durable Objects' files. */
  objectsDir: string;
  /** Directory of what the buckets hold: `blobs`, the objects' bytes, and `index`, which says what they are. */
  bucketsDir: string;
  assetsDir: string;
  /** Files of `dist/worker`, the main module among them. */
  modules: string[];
  /** Variables of the environment that the Worker sees, over the vars of `wrangler.toml`. */
  environment: string[];
}

/** The name that wrangler gives the bundle of the main module. */
const mainModule = ({ main = "index.ts" }: WranglerConfig): string => `${parse(main).name}.js`;

/** The configuration of `workerd serve` for the Worker that `wrangler.toml` describes. */
export function workerdConfig(config: WranglerConfig, placement: Placement): string {
  if (config.assets && config.assets.run_worker_first !== true) {
    throw new Refusal("wrangler.toml must say run_worker_first = true: here all requests go through the Worker.");
  }
  const services: Value[] = [
    { name: "app", worker: appWorker(config, placement) },
    { name: "objects", disk: { path: placement.objectsDir, writable: true } },
    // Private addresses are allowed here and guarded in the Worker: the Graph API may be the simulator on this machine.
    { name: "internet", network: { allow: ["public", "private"], tlsOptions: { trustBrowserCas: true } } },
    // What tenants name: a name that resolves to a private address is refused by the network itself.
    { name: "outside", network: { allow: ["public"], tlsOptions: { trustBrowserCas: true } } },
    { name: "queue-broker", worker: queueWorker(config) },
    { name: "assets", worker: assetsWorker(config) },
    { name: "assets-disk", disk: { path: placement.assetsDir } },
    ...(config.r2_buckets?.length ? bucketServices(config, placement) : []),
  ];
  const sockets = [{ name: "http", address: `127.0.0.1:${placement.port}`, http: {}, service: "app" }];
  return `using Workerd = import "/workerd/workerd.capnp";\nconst config :Workerd.Config = ${print({ services, sockets })};\n`;
}

function appWorker(config: WranglerConfig, placement: Placement): Value {
  const classes = new Set(objectBindings(config).map(({ class_name }) => class_name));
  return {
    modules: modules(config, placement.modules),
    compatibilityDate: config.compatibility_date,
    compatibilityFlags: config.compatibility_flags ?? [],
    durableObjectNamespaces: [...classes].map((className) => ({
      className,
      uniqueKey: `${config.name}-${className}`,
      enableSql: true,
    })),
    durableObjectStorage: { localDisk: "objects" },
    bindings: [
      ...objectBindings(config).map(({ name, class_name }) => ({ name, durableObjectNamespace: class_name })),
      ...(config.queues?.producers ?? []).map(({ binding, ...props }) => ({
        name: binding,
        queue: { name: "queue-broker", props: { json: JSON.stringify(props) } },
      })),
      ...(config.r2_buckets ?? []).map(({ binding, bucket_name = binding }) => ({
        name: binding,
        r2Bucket: { name: "bucket", props: { json: JSON.stringify({ bucket: bucket_name }) } },
      })),
      { name: "OUTSIDE", service: "outside" },
      ...(config.assets?.binding ? [{ name: config.assets.binding, service: "assets" }] : []),
      ...variables(config, placement.environment),
    ],
  };
}

/** Objects of another script would need that script: there is one Worker here. */
function objectBindings({ name: worker, durable_objects }: WranglerConfig) {
  const bindings = durable_objects?.bindings ?? [];
  const foreign = bindings.find(({ script_name }) => script_name !== undefined && script_name !== worker);
  if (foreign)
    throw new Refusal(`wrangler.toml binds ${foreign.name} to the script ${foreign.script_name}, which is not here.`);
  return bindings;
}

function variables({ vars = {}, secrets }: WranglerConfig, environment: string[]): Value[] {
  const missing = secrets?.required?.find((name) => !environment.includes(name));
  if (missing) throw new Refusal(`${missing} is a required secret of wrangler.toml: set it in the environment.`);
  const fixed = Object.entries(vars).filter(([name]) => !environment.includes(name));
  return [
    ...fixed.map(([name, value]) =>
      typeof value === "string" ? { name, text: value } : { name, json: JSON.stringify(value) },
    ),
    // By name and not by value: secrets stay out of the file that this text is written to.
    ...environment.map((name) => ({ name, fromEnvironment: name })),
  ];
}

const MODULE_KINDS: Record<string, string> = {
  ".js": "esModule",
  ".mjs": "esModule",
  ".cjs": "commonJsModule",
  ".json": "json",
  ".wasm": "wasm",
  ".txt": "text",
  ".html": "text",
  ".sql": "text",
  ".bin": "data",
};

function modules(config: WranglerConfig, files: string[]): Value[] {
  const main = mainModule(config);
  // The runtime takes the first module of the list for the main one.
  return files
    .toSorted((a, b) => Number(b === main) - Number(a === main))
    .flatMap((name) => {
      const kind = MODULE_KINDS[parse(name).ext];
      return kind === undefined ? [] : [{ name, [kind]: embed(`worker/${name}`) }];
    });
}

function queueWorker({ compatibility_date, queues }: WranglerConfig): Value {
  const pushed = (queues?.consumers ?? []).filter(({ type }) => type !== "http_pull");
  return {
    modules: [{ name: "queue-broker.js", esModule: embed("runtime/queue-broker.js") }],
    compatibilityDate: compatibility_date,
    compatibilityFlags: ["service_binding_extra_handlers"],
    // In memory and never evicted: an evicted queue would lose its messages.
    durableObjectNamespaces: [{ className: "QueueObject", ephemeralLocal: new Raw("void"), preventEviction: true }],
    bindings: [
      { name: "QUEUES", durableObjectNamespace: "QueueObject" },
      { name: "APP", service: "app" },
      { name: "CONSUMERS", json: JSON.stringify(Object.fromEntries(pushed.map((it) => [it.queue, it]))) },
    ],
  };
}

function assetsWorker({ compatibility_date, assets }: WranglerConfig): Value {
  return {
    modules: [{ name: "assets.js", esModule: embed("runtime/assets.js") }],
    compatibilityDate: compatibility_date,
    bindings: [
      { name: "DISK", service: "assets-disk" },
      { name: "NOT_FOUND", text: assets?.not_found_handling ?? "none" },
    ],
  };
}

function bucketServices({ compatibility_date }: WranglerConfig, { bucketsDir }: Placement): Value[] {
  const worker = {
    modules: [{ name: "bucket.js", esModule: embed("runtime/bucket.js") }],
    compatibilityDate: compatibility_date,
    // Never evicted: when it wakes, it takes every file that is still being written for one that a crash left.
    durableObjectNamespaces: [
      { className: "BucketIndex", uniqueKey: "bucket-index", enableSql: true, preventEviction: true },
    ],
    durableObjectStorage: { localDisk: "bucket-index" },
    bindings: [
      { name: "INDEX", durableObjectNamespace: "BucketIndex" },
      { name: "DISK", service: "bucket-blobs" },
    ],
  };
  return [
    { name: "bucket", worker },
    { name: "bucket-blobs", disk: { path: join(bucketsDir, "blobs"), writable: true } },
    { name: "bucket-index", disk: { path: join(bucketsDir, "index"), writable: true } },
  ];
}
