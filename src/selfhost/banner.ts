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
}

/** What is printed once everything runs: where to look, and a first call to try. */
export function banner({ settings, url, simulatorUrl, demo, answers }: Running): string {
  const token =
    settings.adminToken === null ? shown(join(settings.stateDir, "admin-token")) : "as given in ADMIN_TOKEN";
  const rows: [string, string][] = [
    ["API", url],
    ["API reference", `${url}/docs`],
    ...(simulatorUrl === null ? [] : [["Customer's phone", `${simulatorUrl}/`] as [string, string]]),
    ["State", shown(settings.stateDir)],
    ["Admin token", token],
    ...(demo === null ? [] : [["Demo API key", demo.api_key] as [string, string]]),
  ];
  if (answers !== null && simulatorUrl !== null) rows.splice(3, 0, ["Who answers", answers]);
  const table = rows.map(([name, value]) => `  ${name.padEnd(18)}${value}`);
  return ["", "Conversation Store is running.", "", ...table, "", ...firstCall(url, demo), "  Ctrl-C stops.", ""].join(
    "\n",
  );
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
