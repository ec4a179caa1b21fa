import { join, relative } from "node:path";
import type { Demo } from "./demo.ts";
import type { Settings } from "./settings.ts";

export interface Running {
  settings: Settings;
  url: string;
  simulatorUrl: string | null;
  demo: Demo | null;
  /** Who answers whoever writes on a phone; null for nobody. */
  answers: string | null;
  /** Where the console is reloaded as its sources change; null where nobody works on it. */
  consoleDevUrl: string | null;
}

/** What is printed once everything runs: where to look, and what to try first. */
export function banner({ settings, url, simulatorUrl, demo, answers, consoleDevUrl }: Running): string {
  const token =
    settings.adminToken === null ? shown(join(settings.stateDir, "admin-token")) : "as given in ADMIN_TOKEN";
  const rows: [string, string | null][] = [
    ["Customer's phone", simulatorUrl && `${simulatorUrl}/`],
    ["Agent console", `${url}/`],
    ["  as you edit it", consoleDevUrl],
    ["  sign in as", signInOf(demo)],
    ["Who answers", simulatorUrl && answers],
    ["API", `${url}, its reference ${url}/docs`],
    ["State", shown(settings.stateDir)],
    ["Admin token", token],
    ["Demo API key", demo?.api_key ?? null],
  ];
  const table = rows.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(18)}${value}`]));
  const parts = ["", "Conversation Store is running.", "", ...table, "", ...firstSteps(demo, simulatorUrl)];
  return [...parts, ...firstCall(url, demo), "  Ctrl-C stops.", ""].join("\n");
}

/** The same for programs: no secrets, but the files that they are in. */
export const whereToLook = ({ settings, url, simulatorUrl }: Running): Record<string, string | null> => ({
  url,
  docs: `${url}/docs`,
  simulator: simulatorUrl,
  state_dir: settings.stateDir,
});

function signInOf(demo: Demo | null): string | null {
  const [first, ...others] = demo?.sign_in?.people ?? [];
  if (demo?.sign_in === undefined || first === undefined) return null;
  const besides = others.length === 0 ? "" : ` (${others.map(({ email }) => email).join(" and ")} have the same)`;
  return `${first.email}, password ${demo.sign_in.password}${besides}`;
}

/** The way through the demo in two windows. */
function firstSteps(demo: Demo | null, simulatorUrl: string | null): string[] {
  const [first] = demo?.sign_in?.people ?? [];
  if (simulatorUrl === null || first === undefined) return [];
  return [
    "  Open the phone and the console side by side, sign in, and play both:",
    "    1. On the phone ask “How long does delivery take?”: the AI agent answers.",
    "    2. Write “I want to speak to a human”: the conversation is offered to you in the console. Take it, and answer.",
    "",
  ];
}

const firstCall = (url: string, demo: Demo | null): string[] =>
  demo === null
    ? []
    : ["  Try:", `    curl -H 'Authorization: Bearer ${demo.api_key}' ${url}/api/v1/conversations`, ""];

/** A path as it is typed from here, where that is shorter. */
function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near === "" || near.startsWith("..") ? path : near;
}
