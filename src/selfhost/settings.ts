import { resolve } from "node:path";
import { Refusal } from "./refusal.ts";

/** What the environment and the command line ask for. */
export interface Settings {
  port: number;
  stateDir: string;
  /** The operator's own token; without it one is made and kept in the state directory. */
  adminToken: string | null;
  graphUrl: string;
  /** 0 starts no simulator. */
  simulatorPort: number;
  /** Whether there is a demo tenant, and who answers its customers: the store's own services, or the simulator's. */
  demo: "none" | "shop" | "services";
  allowPrivateUrls: boolean;
  /** Other sites whose pages may open sockets. */
  allowedOrigins: string[];
  /** The one Meta app of all inboxes, for its address `/webhooks/whatsapp`; null where each has one of its own. */
  app: { secrets: string; verifyToken: string } | null;
  dev: boolean;
  /** How the log is written; null leaves it to whether a terminal reads it. */
  logFormat: "json" | "text" | null;
}

export const USAGE = `Usage: npm start            run the Worker, the WhatsApp simulator and a demo tenant
       npm run dev          the same; rebuilds and restarts when a file changes, and serves
                            the console from its sources, each change at once in the page

Everything listens on 127.0.0.1 only. Variables of the environment:

  PORT                the Worker                                            8787
  STATE_DIR           all that must survive a restart                       .state
  ADMIN_TOKEN         the operator's token                                  made on the first run, kept in STATE_DIR
  WHATSAPP_GRAPH_URL  base of the Graph API, version included               the simulator's
  SIMULATOR_PORT      the simulator; 0 starts none                          PORT + 1
  DEMO                0 makes no demo tenant; with "services" the           1
                      simulator's stand-in services answer in it
  LOG_FORMAT          json or text                                          text on a terminal, else json
  ALLOW_PRIVATE_URLS  1 lets callbacks call http: and private addresses     unset
  ALLOWED_ORIGINS     other sites whose pages may open sockets, with        none
                      commas between
  WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN
                      of one Meta app for all inboxes, which calls          none
                      /webhooks/whatsapp
`;

const META_GRAPH_URL = "https://graph.facebook.com/v25.0";

type Environment = Record<string, string | undefined>;

/** Reads the command line and the environment; throws a refusal for a value that cannot be meant. */
export function readSettings(args: string[], env: Environment): Settings {
  const unknown = args.find((arg) => arg !== "--dev");
  if (unknown !== undefined) throw new Refusal(`There is no option ${unknown}. See npm start -- --help.`);
  const port = readPort(env, "PORT", 8787);
  const simulatorPort = env.SIMULATOR_PORT ? readPort(env, "SIMULATOR_PORT", 0) : port + 1;
  if (port === 0) throw new Refusal("PORT is 0: name the port for the Worker, for example PORT=8787.");
  if (simulatorPort === port) throw new Refusal(`PORT and SIMULATOR_PORT are both ${port}: give them different ports.`);
  if (simulatorPort > 65_535) throw new Refusal("There is no port after PORT: set SIMULATOR_PORT as well.");
  return {
    port,
    stateDir: resolve(env.STATE_DIR || ".state"),
    adminToken: readToken(env.ADMIN_TOKEN),
    graphUrl: readUrl(env.WHATSAPP_GRAPH_URL) ?? defaultGraphUrl(simulatorPort),
    simulatorPort,
    demo: env.DEMO === "services" ? "services" : readSwitch(env, "DEMO", true, ', or "services"') ? "shop" : "none",
    allowPrivateUrls: readSwitch(env, "ALLOW_PRIVATE_URLS", false),
    allowedOrigins: readOrigins(env.ALLOWED_ORIGINS),
    app: readApp(env),
    dev: args.includes("--dev"),
    logFormat: readLogFormat(env.LOG_FORMAT),
  };
}

const defaultGraphUrl = (simulatorPort: number) =>
  simulatorPort === 0 ? META_GRAPH_URL : `http://127.0.0.1:${simulatorPort}/v25.0`;

function readPort(env: Environment, name: string, otherwise: number): number {
  const value = env[name] || String(otherwise);
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65_535) return port;
  throw new Refusal(`${name} is "${value}", which is not a port: give a number from 1 to 65535.`);
}

function readSwitch(env: Environment, name: string, otherwise: boolean, more = ""): boolean {
  const value = env[name];
  if (!value) return otherwise;
  if (value === "0" || value === "1") return value === "1";
  throw new Refusal(`${name} is "${value}": give 1 or 0${more}.`);
}

function readLogFormat(value: string | undefined): Settings["logFormat"] {
  if (!value) return null;
  if (value === "json" || value === "text") return value;
  throw new Refusal(`LOG_FORMAT is "${value}": give json or text.`);
}

function readToken(value: string | undefined): string | null {
  if (!value) return null;
  // A bearer travels in a header: anything else would be a token that nobody can present.
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new Refusal("ADMIN_TOKEN has spaces or characters outside ASCII: use letters, digits and punctuation.");
}

function readUrl(value: string | undefined): string | null {
  if (!value) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol === "https:" || url?.protocol === "http:") return value.replace(/\/+$/, "");
  throw new Refusal(`WHATSAPP_GRAPH_URL is "${value}", which is not an http(s) address: see npm start -- --help.`);
}

function readOrigins(value: string | undefined): string[] {
  const origins = (value ?? "").split(",").flatMap((one) => one.trim() || []);
  const wrong = origins.find((one) => URL.parse(one)?.origin !== one);
  if (wrong === undefined) return origins;
  throw new Refusal(`ALLOWED_ORIGINS names "${wrong}", which is no origin: write it as https://shop.example.`);
}

function readApp({ WHATSAPP_APP_SECRET: secrets, WHATSAPP_VERIFY_TOKEN: verifyToken }: Environment): Settings["app"] {
  if (secrets && verifyToken) return { secrets, verifyToken };
  if (!secrets && !verifyToken) return null;
  throw new Refusal("WHATSAPP_APP_SECRET and WHATSAPP_VERIFY_TOKEN go together: set both, or neither.");
}
